import { SendFailure } from '@/lib/http/failures'
import type { HeaderField } from '@/lib/http/types'
import { baseUrlProblem, maxUrlLength, normalizeBaseUrl, parseUrl, pathProblem } from '@/lib/http/url-rules'

/**
 * Joins base URL, path and query. The result keeps the base URL's origin and stays below its path,
 * whatever the path holds: it is joined as text behind a slash, never resolved against the base.
 *
 * @param path already encoded where templates filled it in; may carry a query of its own
 * @throws SendFailure `invalid_request` with a sentence that says what is wrong
 */
export function buildUrl(baseUrl: string, path: string, query: HeaderField[]): URL {
  return joinUrl(readBaseUrl(baseUrl), path, query)
}

/** A base URL as `joinUrl` takes it. Nothing in it is secret, so it may be kept. */
export type BaseUrl = { text: string; url: URL }

/** @throws SendFailure `invalid_request` */
export function readBaseUrl(baseUrl: string): BaseUrl {
  const problem = baseUrlProblem(baseUrl)
  if (problem) throw refuse(problem.message)
  const text = normalizeBaseUrl(baseUrl)
  return { text, url: new URL(text) }
}

/** `buildUrl` with a base URL that was read before. @throws SendFailure `invalid_request` */
export function joinUrl(base: BaseUrl, path: string, query: HeaderField[]): URL {
  const problem = pathProblem(path)
  if (problem) throw refuse(problem)
  const [pathname = '', ...queryTexts] = path.split('?')
  const pairs = query.map(({ name, value }) => `${encode(name)}=${encode(value)}`)
  const queryText = [queryTexts.join('?'), ...pairs].filter((part) => part !== '').join('&')
  const joined = pathname === '' || pathname.startsWith('/') ? pathname : `/${pathname}`
  const text = repairEncoding(base.text + joined + (queryText === '' ? '' : `?${queryText}`))

  const url = parseUrl(text)
  if (!url || !staysWithin(url, base.url)) throw refuse('The path cannot be joined to the base URL.')
  if (url.href.length > maxUrlLength) throw refuse('A URL has at most 2,048 characters.')
  return url
}

/** The check that everything above makes unnecessary, on what will really be requested. */
function staysWithin(url: URL, base: URL): boolean {
  if (url.origin !== base.origin || url.username !== '' || url.password !== '' || url.hash !== '')
    return false
  const basePath = base.pathname.replace(/\/$/, '')
  return url.pathname === basePath || url.pathname.startsWith(`${basePath}/`)
}

/** One query name or value; a space is %20, which every server reads the same way. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}

/** Spaces at the ends would be dropped by the parser, and a lone % is no encoding. */
function repairEncoding(text: string): string {
  return text.replaceAll(' ', '%20').replace(/%(?![0-9a-f]{2})/gi, '%25')
}

function refuse(message: string): SendFailure {
  return new SendFailure('invalid_request', 'prepare', { message })
}
