import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { problemAnswer } from '@/lib/api/problem'
import type { ErrorBody } from '@/lib/action-result'
import { logRequest } from '@/lib/log'
import { securityHeaders } from '@/lib/security-headers'

type Refusal = Pick<ErrorBody, 'code' | 'message' | 'retryAfterSeconds'>

/** Of a process on its way out. Another one, or its successor, will do what was asked. */
export const stopping: Refusal = {
  code: 'unavailable',
  message: 'Sluice is stopping. Try again in a moment.',
  retryAfterSeconds: 5,
}

/** Refuses a request before anybody has looked at what it asks for. */
export function refuseRequest(
  request: IncomingMessage,
  response: ServerResponse,
  refusal: Refusal,
  headers: Record<string, string> = {},
): void {
  const requestId = randomUUID()
  const always = { 'cache-control': 'no-store', 'x-request-id': requestId, connection: 'close', ...headers }
  for (const { key, value } of securityHeaders) response.setHeader(key, value)
  for (const [name, value] of Object.entries(always)) response.setHeader(name, value)
  const answer = problemAnswer({ ...refusal, requestId, fieldErrors: [], details: {} })
  if (request.url?.startsWith('/api/')) response.writeHead(answer.status, answer.headers).end(answer.json)
  else {
    const plain = { ...answer.headers, 'content-type': 'text/plain; charset=utf-8' }
    response.writeHead(answer.status, plain).end(`${refusal.message}\n`)
  }
  logRequest({ method: request.method ?? '', route: 'unknown', status: answer.status, ms: 0, requestId })
}
