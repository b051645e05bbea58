import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { problemAnswer } from '@/lib/api/problem'
import { securityHeaders } from '@/lib/security-headers'

const message = 'Sluice is stopping. Try again in a moment.'
const retryAfterSeconds = 5

/** What a process answers that is on its way out. Another one, or its successor, will do what was asked. */
export function refuseWhileStopping(request: IncomingMessage, response: ServerResponse): void {
  for (const { key, value } of securityHeaders) response.setHeader(key, value)
  response.setHeader('retry-after', retryAfterSeconds)
  if (!request.url?.startsWith('/api/')) {
    response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8' }).end(`${message}\n`)
    return
  }
  const { status, headers, json } = problemAnswer({
    code: 'unavailable',
    message,
    requestId: randomUUID(),
    fieldErrors: [],
    details: {},
    retryAfterSeconds,
  })
  response.writeHead(status, headers).end(json)
}
