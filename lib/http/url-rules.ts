import { isPublicAddress, parseAddress } from '@/lib/http/address-rules'

/**
 * What a base URL and a path may look like. Runs in the form, at save time and again right before
 * sending, so nothing here may need Node. What the operator may permit (ports, names, addresses) is
 * advice here and decided by the egress policy; the rest holds always.
 */

export const maxUrlLength = 2048

export type UrlProblem = {
  reason:
    | 'invalid_url'
    | 'forbidden_scheme'
    | 'user_info'
    | 'query'
    | 'fragment'
    | 'forbidden_path'
    | 'forbidden_port'
    | 'forbidden_name'
    | 'forbidden_address'
  message: string
  /** A base URL that has not this problem, to offer as a button. */
  suggestion?: string
}

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const controlsOrBackslash = /[\u0000-\u001f\u007f\\]/
/** Also with hyphens at its ends: no such name can be registered, but below a registered one they are served. */
const label = /^[a-z0-9_-]{1,63}$/

/** Ports of other protocols, some of whose servers take an HTTP request for commands (the Fetch standard's list). */
const badPorts = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
  526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
  3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
])
const forbiddenSuffixes = ['localhost', 'local', 'internal', 'localdomain', 'home.arpa']

/** What `new URL` would quietly repair or ignore, and what other parsers read differently. */
export function hasForbiddenText(text: string): boolean {
  return text.length > maxUrlLength || controlsOrBackslash.test(text)
}

/**
 * `null` instead of an exception, whose text would quote the URL. Not with `URL.canParse`: once
 * Node 20 has optimized it, it misreads Latin-1 text and refuses `https://bücher.example`.
 */
export function parseUrl(text: string, base?: URL): URL | null {
  try {
    return new URL(text, base)
  } catch {
    return null
  }
}

/** The host of a parsed URL as the policy compares it: no brackets, no trailing dot. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')
}

/** The port that a connection would go to. */
export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port)
  return url.protocol === 'https:' ? 443 : 80
}

/** Scheme, host and port: what a secret belongs to. The URL must be absolute http or https. */
export function originOf(url: string): string {
  return new URL(url).origin
}

/** True for a name that DNS could answer: labels of letters, digits, hyphens and underscores. */
export function isDnsName(host: string): boolean {
  return host.length <= 253 && host.split('.').every((part) => label.test(part))
}

/** True for names that mean this machine or this network, whatever they resolve to. */
export function isLocalName(host: string): boolean {
  return forbiddenSuffixes.some((suffix) => host === suffix || host.endsWith(`.${suffix}`))
}

/** From `first` to `last`, both included. */
export type PortRange = { first: number; last: number }

/** What needs no permission unless the operator says otherwise. */
export const usualPorts: readonly PortRange[] = [
  { first: 80, last: 80 },
  { first: 443, last: 443 },
  { first: 1024, last: 65_535 },
]

/** True for a port in one of the ranges. Bad ports have to be named alone: nobody means them by a range. */
export function isInPorts(port: number, ranges: readonly PortRange[]): boolean {
  return ranges.some(
    ({ first, last }) => port >= first && port <= last && (first === last || !badPorts.has(port)),
  )
}

/** Why this can never be a base URL. What an operator might permit is not judged: see `baseUrlAdvice`. */
export function baseUrlProblem(text: string): UrlProblem | null {
  const trimmed = text.trim()
  if (trimmed.length > maxUrlLength) return invalid('A base URL has at most 2,048 characters.')
  if (controlsOrBackslash.test(trimmed)) return invalid('Remove the backslashes and control characters.')
  if (!trimmed.isWellFormed()) return invalid('Remove the characters that are not valid Unicode text.')
  const url = parseUrl(trimmed)
  if (!url) return invalid('Enter a full URL such as https://api.example.com.')
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return { reason: 'forbidden_scheme', message: 'A base URL starts with https:// or http://.' }
  }
  if (authorityText(trimmed) === '') return invalid('A base URL starts with https:// or http://.')
  const cleaned = withoutExtras(url)
  const suggestion = cleaned !== trimmed && !baseUrlProblem(cleaned) ? cleaned : undefined
  if (authorityText(trimmed).includes('@')) {
    return { reason: 'user_info', message: 'A base URL has no user name or password in it.', suggestion }
  }
  if (trimmed.includes('#')) return { reason: 'fragment', message: 'A base URL has no # part.', suggestion }
  if (trimmed.includes('?')) return { reason: 'query', message: 'A base URL has no query.', suggestion }
  const host = hostOf(url)
  if (!parseAddress(host) && !isDnsName(host)) return invalid('This is not a host name.')
  if (portOf(url) === 0) return invalid('Port 0 cannot be reached.')
  const path = pathProblem(pathText(trimmed), true)
  return path ? { reason: 'forbidden_path', message: path, suggestion } : null
}

/** What the egress policy refuses unless the operator allowed it. Call it on a URL without a `baseUrlProblem`. */
export function baseUrlAdvice(text: string): UrlProblem | null {
  const url = parseUrl(text.trim())
  if (!url) return null
  const message = 'This address is not allowed by your organization’s network policy.'
  if (!isInPorts(portOf(url), usualPorts)) return { reason: 'forbidden_port', message }
  const host = hostOf(url)
  const address = parseAddress(host)
  if (address) return isPublicAddress(address) ? null : { reason: 'forbidden_address', message }
  return isLocalName(host) ? { reason: 'forbidden_name', message } : null
}

/** Lower-case host, no default port, no trailing slash. The text must have no `baseUrlProblem`. */
export function normalizeBaseUrl(text: string): string {
  return withoutExtras(new URL(text.trim()))
}

/**
 * Why this cannot be the path of a request. A path may carry a query (`/customers?limit=3`) and is
 * joined to the base path, which it cannot leave: no `.` or `..` segments, however encoded.
 */
export function pathProblem(path: string, isBase = false): string | null {
  if (path.length > maxUrlLength) return 'A path has at most 2,048 characters.'
  if (controlsOrBackslash.test(path)) return 'A path has no backslashes or control characters.'
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path)) return 'Enter only the path: the host comes from the endpoint.'
  if (!isBase && path.startsWith('//')) return 'A path starts with one slash, not two.'
  if (path.includes('#')) return 'A path has no # part.'
  const [segments = ''] = path.split('?')
  if (hasDotSegment(segments)) return 'A path has no “.” or “..” segments.'
  return null
}

/**
 * Encoded dots, slashes and backslashes count, in any number of layers, and so do dots before path
 * parameters (`..;x`): some servers decode once more, or drop parameters, before they route.
 */
function hasDotSegment(path: string): boolean {
  if (path.split(/[/\\]/).some((segment) => /^\.{1,2}(;|$)/.test(segment))) return true
  const decoded = path.replace(/%(25|2e|2f|5c|3b)/gi, (encoded) => decodeURIComponent(encoded))
  return decoded !== path && hasDotSegment(decoded)
}

function withoutExtras(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}`
}

function authorityText(text: string): string {
  return /^https?:\/\/([^/?#]*)/i.exec(text)?.[1] ?? ''
}

function pathText(text: string): string {
  return text.replace(/^https?:\/\/[^/?#]*/i, '')
}

function invalid(message: string): UrlProblem {
  return { reason: 'invalid_url', message }
}
