import type { HeaderValues } from './endpoint-values'

/** Headers as `Name: value` lines. Stored secrets have no text, so their rows stay out. */
export function headerLines(headers: HeaderValues[]): string {
  return headers
    .filter(({ value }) => value !== null)
    .map(({ name, value }) => `${name}: ${value}`)
    .join('\n')
}

/**
 * Lines back to rows. Rows of stored secrets come first and stay as they are; a row whose name was there
 * before keeps being a secret or not.
 */
export function headersFromLines(lines: string, before: HeaderValues[]): HeaderValues[] {
  const secret = new Map(before.map((header) => [header.name.toLowerCase(), header.secret]))
  const typed = lines
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const colon = line.indexOf(':', 1)
      const name = (colon === -1 ? line : line.slice(0, colon)).trim()
      const value = colon === -1 ? '' : line.slice(colon + 1).trim()
      return { name, value, secret: secret.get(name.toLowerCase()) ?? false }
    })
  return [...before.filter(({ value }) => value === null), ...typed]
}

/** Names that are often wanted as default headers. */
export const suggestedHeaderNames = [
  'Accept',
  'Accept-Language',
  'Cache-Control',
  'Content-Type',
  'Idempotency-Key',
  'If-None-Match',
  'Origin',
  'Prefer',
  'Referer',
  'User-Agent',
  'X-API-Key',
  'X-API-Version',
  'X-Correlation-Id',
  'X-Request-Id',
]
