import type { Sender } from '@/lib/http/create-sender'
import { SignOnRefused } from './sign-on-problems'

const limits = { connectTimeoutMs: 5_000, responseTimeoutMs: 10_000, maxBodyBytes: 1024 * 1024 }

/** Its connections and its share of the concurrency are its own, as those of an organization are. */
const orgId = 'single sign-on'

/**
 * What next-auth asks a provider with instead of `fetch`: everything goes through the egress guard, and
 * ends in time. No redirects; an OAuth client may follow none.
 */
export function providerFetch(sender: Sender, issuer: string): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const url = new URL(request.url)
    const what = `${request.method} ${url.origin}${url.pathname}`
    if (!isAsSecureAs(url, issuer)) throw new SignOnRefused('failed', `${what} would not be encrypted`)

    const contentType = request.headers.get('content-type')
    const outcome = await sender.send(
      {
        method: request.method === 'POST' ? 'POST' : 'GET', // protocols that sign people in use no others
        baseUrl: url.origin,
        path: `${url.pathname}${url.search}`,
        query: [],
        defaultHeaders: [],
        headers: [...request.headers]
          .filter(([name]) => name !== 'content-type')
          .map(([name, value]) => ({ name, value })),
        secretHeaderNames: [],
        credential: { type: 'none' },
        body: contentType === null ? null : { contentType, content: await request.text() },
        redirects: 'none',
      },
      limits,
      { orgId, signal: request.signal },
    )
    if (!outcome.ok) throw new SignOnRefused('unreachable', `${what}: ${outcome.failure.code}`)
    const { statusCode, headers, body } = outcome.response
    if (statusCode >= 500) throw new SignOnRefused('unreachable', `${what} answered ${statusCode}`)
    return new Response(body.length === 0 ? null : Buffer.from(body), {
      status: statusCode,
      headers: Object.entries(headers).filter(([name]) => !ofTheWire.has(name)),
    })
  }
}

/** The body is decoded by now, and nobody keeps a provider's cookies. */
const ofTheWire = new Set(['content-encoding', 'content-length', 'transfer-encoding', 'set-cookie'])

/** An issuer with TLS may lead to nothing without: on the way, anybody could answer in its place. */
export function isAsSecureAs(url: URL, issuer: string): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && issuer.startsWith('http:'))
}
