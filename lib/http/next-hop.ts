import { isUtf8 } from 'node:buffer'
import { SendFailure } from '@/lib/http/failures'
import type { HeaderField, HttpMethod, RedirectMode } from '@/lib/http/types'
import { hasForbiddenText, parseUrl } from '@/lib/http/url-rules'

/** One request as it goes to one server: everything built, nothing left to decide. */
export type Hop = {
  method: HttpMethod
  url: URL
  headers: HeaderField[]
  body: Buffer | null
}

const statuses = new Set([301, 302, 303, 307, 308])
const safeElsewhere = new Set(['accept', 'accept-language', 'accept-encoding', 'content-type', 'user-agent'])
const bodyHeaders = new Set(['content-type', 'content-encoding', 'content-language', 'content-location'])

/**
 * Where an answer redirects to. `null` when it is to be taken as it is: no redirect, redirects are
 * off, or it leads to another origin and only the same one may be followed. The target has yet to
 * pass the egress policy.
 *
 * @param location the raw header value, one character a byte
 * @throws SendFailure when following would be wrong: a broken target, https to http, a body to another origin
 */
export function nextHop(
  hop: Hop,
  statusCode: number,
  location: string | undefined,
  mode: RedirectMode,
): Hop | null {
  if (mode === 'none' || location === undefined || !statuses.has(statusCode)) return null
  const target = fromUtf8(location)
  const url = hasForbiddenText(target) ? null : parseUrl(target, hop.url)
  if (!url) throw new SendFailure('blocked', 'policy')
  url.hash = ''
  const leaves = url.origin !== hop.url.origin
  if (leaves && mode === 'sameOrigin') return null
  if (hop.url.protocol === 'https:' && url.protocol !== 'https:') throw new SendFailure('blocked', 'policy')

  const becomesGet =
    (statusCode === 303 && hop.method !== 'HEAD') || (statusCode <= 302 && hop.method === 'POST')
  const body = becomesGet ? null : hop.body
  if (leaves && body) {
    const message = 'The API redirected this request to another origin, and its body is not sent there.'
    throw new SendFailure('invalid_response', 'response', { message })
  }
  const kept = hop.headers.filter(({ name }) => {
    if (!body && bodyHeaders.has(name.toLowerCase())) return false
    return !leaves || safeElsewhere.has(name.toLowerCase())
  })
  // Built from the previous hop, so what was dropped on the way never comes back.
  return { method: becomesGet ? 'GET' : hop.method, url, headers: kept, body }
}

/** Some servers write UTF-8 where only ASCII may stand, and browsers read it as such. */
function fromUtf8(latin1: string): string {
  const bytes = Buffer.from(latin1, 'latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : latin1
}
