import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { recordingRefusals } from '@/lib/audit/record-refusal'
import { toErrorBody } from '@/lib/error-body'
import { isId } from '@/lib/new-id'
import { cutOff, maxRequestBytes, parseJson } from '@/lib/read-json'
import { callerAddress } from '@/lib/request-meta'
import type { Services } from '@/lib/services'
import { findCaller } from './authenticate'
import { type Found, observeRequest } from './observe-request'
import { problemAnswer } from './problem'
import { runFlow } from './run-flow'
import type { JsonAnswer } from './text-response'

const path = /^\/api\/v1\/flows\/([^/?]+)\/runs$/
const route = '/api/v1/flows/:id/runs'

/**
 * The flow that a request wants to run, in the form in which programs say it again and again: a body of
 * announced length, no query, and nothing that is unusual. `null` for everything else, which is the API's.
 */
export function flowToRun({ method, url = '', headers }: IncomingMessage): string | null {
  if (method !== 'POST') return null
  const [, flowId = ''] = path.exec(url) ?? []
  const isPlain =
    isId(flowId) &&
    Number(headers['content-length'] ?? Number.NaN) <= maxRequestBytes &&
    headers['transfer-encoding'] === undefined &&
    headers['content-encoding'] === undefined &&
    /^[\w.:[\]-]+$/.test(headers.host ?? '')
  return isPlain ? flowId : null
}

/**
 * `POST /flows/{id}/runs` from Node's request. It answers as the API does, which knows requests only as the
 * standard `Request`: making one, finding its route and making a `Response` was a fifth of what a run costs.
 */
export function answerRunRequest(
  parts: Services,
  flowId: string,
  request: IncomingMessage,
): Promise<JsonAnswer> {
  const requestId = randomUUID()
  const traceparent = headerOf(request, 'traceparent') ?? null
  return observeRequest({ method: 'POST', route, requestId, traceparent }, async (found) => {
    const { status, headers, json } = await run(parts, flowId, request, requestId, found)
    const always = {
      'cache-control': 'no-store',
      'x-request-id': requestId,
      'content-type': 'application/json',
    }
    return { status, headers: Object.assign(always, headers), json }
  })
}

async function run(
  parts: Services,
  flowId: string,
  request: IncomingMessage,
  requestId: string,
  found: Found,
): Promise<JsonAnswer> {
  try {
    const address = callerAddress(headerOf(request, 'x-forwarded-for') ?? null)
    const ctx = await findCaller(parts, headerOf(request, 'authorization') ?? null, { requestId, address })
    found.orgId = ctx.orgId
    return await recordingRefusals(ctx, `POST ${request.url}`, () =>
      runFlow(ctx, {
        flowId,
        query: null,
        prefer: headerOf(request, 'prefer'),
        idempotencyKey: headerOf(request, 'idempotency-key'),
        readBody: async () => parseJson(await readBody(request), headerOf(request, 'content-type') ?? null),
        onLeft: (tell) => onClosed(request, tell),
      }),
    )
  } catch (error) {
    return problemAnswer(toErrorBody(error, requestId))
  }
}

/** Of the connection, since an answer that waits for another before it on its connection never closes. */
function onClosed({ socket }: IncomingMessage, tell: () => void): () => void {
  if (socket.destroyed) tell()
  else socket.once('close', tell)
  return () => socket.off('close', tell)
}

/** One that is given several times is one list (RFC 9110 section 5.3); Node joins those that may be. */
function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}

/** The server cuts a body off at its announced length, which was looked at before. */
function readBody(request: IncomingMessage): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const end = (cause?: unknown) => {
      if (!request.complete) reject(cutOff(cause))
    }
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)))
    request.on('error', end)
    request.on('close', end)
  })
}
