import { AppError } from '@/lib/errors'

/**
 * Refuses a request that another site's page may have sent with the reader's cookies. Compares with
 * the one configured origin and with nothing that the request itself says (`Host`, `X-Forwarded-Host`).
 * @throws AppError `forbidden`
 */
export function requireOwnOrigin(headers: Headers, appUrl: string): void {
  if (isOwnOrigin(headers, appUrl)) return
  throw new AppError('forbidden', `This request came from another site. Open Sluice at ${appUrl}.`)
}

export function isOwnOrigin(headers: Headers, appUrl: string): boolean {
  const origin = headers.get('origin')
  // Browsers leave Origin out of some same-origin requests; then they say so in a header no page can set.
  if (origin === null) return headers.get('sec-fetch-site') === 'same-origin'
  return ownOrigins(appUrl).includes(origin)
}

const loopbackHosts = ['localhost', '127.0.0.1', '[::1]']

/** A loopback address has three usual spellings, and people type any of them. */
function ownOrigins(appUrl: string): string[] {
  const url = new URL(appUrl)
  if (!loopbackHosts.includes(url.hostname)) return [url.origin]
  return loopbackHosts.map((host) => `${url.protocol}//${host}${url.port === '' ? '' : `:${url.port}`}`)
}
