import { createHash, timingSafeEqual } from 'node:crypto'
import type { Database } from '@/db/client'
import { renderMetrics } from './render-metrics'

/**
 * Answers a scrape.
 * @param token the operator's; without one there are no metrics
 * @param authorization the header of the request
 */
export async function answerMetrics(
  db: Database,
  token: string | null,
  authorization: string | null,
): Promise<Response> {
  if (token === null) return text('Not found.', 404)
  const [, given = ''] = /^Bearer +(.*)$/i.exec(authorization ?? '') ?? []
  if (!isSame(given, token)) {
    return text('Send the METRICS_TOKEN: Authorization: Bearer …', 401, {
      'www-authenticate': 'Bearer realm="Sluice metrics"',
    })
  }
  return text(await renderMetrics(db), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' })
}

/** In the same time for any two texts: what is compared has a fixed length. */
function isSame(given: string, expected: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

function text(body: string, status: number, headers: Record<string, string> = {}): Response {
  return new Response(body, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers },
  })
}
