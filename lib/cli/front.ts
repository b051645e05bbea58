import { randomUUID } from 'node:crypto'
import { type IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { getRequestListener, RequestError } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { answerRunRequest, flowToRun } from '@/lib/api/answer-run-request'
import { createApi } from '@/lib/api/app'
import { problem } from '@/lib/api/problem'
import { TextResponse } from '@/lib/api/text-response'
import { env } from '@/lib/env'
import { toErrorBody } from '@/lib/error-body'
import { AppError } from '@/lib/errors'
import { answerLive, answerReady } from '@/lib/health/answer-health'
import { log } from '@/lib/log'
import { answerMetrics } from '@/lib/metrics/answer-metrics'
import { dataSecurityHeaders } from '@/lib/security-headers'
import type { Services } from '@/lib/services'

type Probe = (request: Request, services: Services) => Response | Promise<Response>

/** What else machines ask for, again and again. */
const probes: Record<string, Probe> = {
  '/api/health/live': answerLive,
  '/api/health/ready': (_, { db }) => answerReady(db),
  '/metrics': ({ headers }, { db }) => answerMetrics(db, env().metricsToken, headers.get('authorization')),
}

/** Whether a request is answered here. All others, and odd spellings of these, are Next's. */
export function isForFront({ url = '' }: Pick<IncomingMessage, 'url'>): boolean {
  return /^\/api\/v1(?:[/?]|$)/.test(url) || Object.hasOwn(probes, url)
}

/**
 * Answers requests for the API without Next, whose routing costs more than a run. It is the same app that
 * the app router mounts at the same address. Probes too, or Next's first answer to one would make every
 * promise of the process dearer, and with it every run.
 */
export function createFront(
  services: () => Services,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const api = createApi(services)
  const listen = getRequestListener(
    async (request, { outgoing }) => {
      // Its type allows for HTTP/2, which we don't speak.
      if (!(outgoing instanceof ServerResponse)) throw new Error('Not an answer of an HTTP/1.1 server.')
      const probe = probes[outgoing.req.url ?? '']
      const answer = probe ? probed(probe, request) : api.fetch(request, { takesText: true })
      await send(outgoing, await answer)
      return RESPONSE_ALREADY_SENT
    },
    {
      // Next works with the global Request and Response of the platform.
      overrideGlobalObjects: false,
      // Of HTTP/1.0, which names none: HAProxy asks a probe so. Nothing depends on it.
      hostname: 'localhost',
      errorHandler: (error) => refuse(error),
    },
  )
  function probed(probe: Probe, request: Request): Response | Promise<Response> {
    if (request.method === 'GET' || request.method === 'HEAD') return probe(request, services())
    const error = new AppError('method_not_allowed', 'This address knows GET, HEAD.')
    return refuse(error, { allow: 'GET, HEAD' })
  }
  return async (request, response) => {
    const flowId = flowToRun(request)
    if (flowId !== null) {
      const { status, headers, json } = await answerRunRequest(services(), flowId, request)
      return sendText(response, status, Object.entries(headers), json)
    }
    await listen(request, response)
  }
}

const always = dataSecurityHeaders.flatMap(({ key, value }) => [key, value])

/** With those of every answer, in one flat list, which Node writes as it is. */
function listed(headers: Iterable<[string, string]>): string[] {
  const list = [...always]
  for (const [name, value] of headers) list.push(name, value)
  return list
}

function sendText(
  outgoing: ServerResponse,
  status: number,
  headers: Iterable<[string, string]>,
  text: string,
): void {
  const list = listed(headers)
  list.push('content-length', String(Buffer.byteLength(text)))
  outgoing.writeHead(status, list).end(text)
}

async function send(outgoing: ServerResponse, response: Response): Promise<void> {
  const { status, headers } = response
  if (response instanceof TextResponse) return sendText(outgoing, status, headers, response.content)
  outgoing.writeHead(status, listed(headers))
  if (!response.body) {
    outgoing.end()
    return
  }
  // Each part at once, however long the next one takes.
  outgoing.flushHeaders()
  try {
    await pipeline(Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]), outgoing)
  } catch (err) {
    const isLeft = err instanceof Error && 'code' in err && err.code === 'ERR_STREAM_PREMATURE_CLOSE'
    if (!isLeft) log.error({ err }, 'an answer of the API broke off')
  }
}

/** What is wrong here is wrong before there is a request that the API could see. */
function refuse(error: unknown, headers?: Record<string, string>): Response {
  const reason =
    error instanceof RequestError
      ? new AppError('invalid_input', 'The address or the Host header of the request is not valid.')
      : error
  const body = toErrorBody(reason, randomUUID())
  const response = problem(body, headers)
  for (const { key, value } of dataSecurityHeaders) response.headers.set(key, value)
  response.headers.set('cache-control', 'no-store')
  response.headers.set('x-request-id', body.requestId)
  return response
}
