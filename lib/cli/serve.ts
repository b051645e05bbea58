import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import next from 'next'
import { env } from '@/lib/env'
import { Bag } from '@/lib/bag'
import { log } from '@/lib/log'
import { processServices } from '@/lib/process-services'
import { drain, isDraining } from '@/lib/shutdown'
import { setForwardedFor } from './forwarded-for'
import { createFront, isForFront } from './front'
import { keepingDate } from './keep-date'
import { listening } from './listening'
import { isDecodable, pathOfTarget } from './path-of-target'
import { refuseRequest, stopping } from './refuse-request'
import { stopOnSignals } from './stop-on-signals'

/** How long work in flight may go on after the first signal. */
const graceMs = 25_000
const answeringMs = 3_000
/**
 * How long a process that has nothing to do refuses requests before it goes. Balancers see that it isn't ready,
 * and what was on its way gets an answer instead of a connection that is reset.
 */
const refusingMs = 1_000

/** It would send a caller's headers back (RFC 9110 section 9.3.8). */
const noTrace = {
  code: 'method_not_allowed',
  message: 'Sluice knows no TRACE.',
  retryAfterSeconds: null,
} as const
const allow = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'

const noPath = {
  code: 'invalid_input',
  message: 'The request names no path.',
  retryAfterSeconds: null,
} as const

const badPath = {
  code: 'invalid_input',
  message: 'The address is not valid: a percent sign in it stands for nothing.',
  retryAfterSeconds: null,
} as const

/** Serves the app on all interfaces until a signal comes. Next runs inside of this process. */
export async function serve({ port, dev }: { port: number; dev: boolean }): Promise<void> {
  const server = createServer()
  // Next takes upgrades from the server that it is given; production has none to take, hence a spare.
  const httpServer = dev ? server : createServer()
  const app = next({ dev, dir: process.cwd(), hostname: 'localhost', port, httpServer, quiet: !dev })
  await keepingDate(() => app.prepare())
  const handle = app.getRequestHandler()
  const front = dev ? null : createFront(processServices) // development reloads what Next loads
  const active = new Bag<ServerResponse>()
  const isBehindProxy = env().appUrl.startsWith('https:')

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    // Sluice itself speaks plain http, so https means a proxy in front, which says who asks. Without one
    // that header is whatever a client likes, and Next would believe it.
    if (!isBehindProxy) setForwardedFor(request)
    if (request.method === 'TRACE') return refuseRequest(request, response, noTrace, { allow })
    const path = pathOfTarget(request.url ?? '')
    if (path === null) return refuseRequest(request, response, noPath)
    if (!isDecodable(path)) return refuseRequest(request, response, badPath)
    request.url = path
    const forget = active.add(response)
    response.on('close', forget)
    // One that waits for the answer before it on its connection is not told when that closes.
    if (!response.socket) {
      request.socket.setMaxListeners(0).once('close', forget)
      response.on('close', () => request.socket.off('close', forget))
    }
    if (isDraining()) {
      response.setHeader('connection', 'close')
      if (!request.url?.startsWith('/api/health/')) return refuseRequest(request, response, stopping)
    }
    const answer = front && isForFront(request) ? front : handle
    answer(request, response).catch((error: unknown) => {
      log.error({ err: error }, 'a request failed outside of its route')
      response.destroy()
    })
  })
  server.listen(port)
  await listening(server, port)
  stopOnSignals(async () => {
    const deadline = AbortSignal.timeout(dev ? 1_000 : graceMs)
    // Runs that end at the deadline still have to be answered.
    const answered = AbortSignal.timeout((dev ? 1_000 : graceMs) + answeringMs)
    await Promise.all([drain(deadline), sleep(dev ? 0 : refusingMs)])
    await untilIdle(active, answered)
    server.close()
    server.closeAllConnections()
  })
}

/** New requests are refused by now, so this ends. */
async function untilIdle(active: Bag<ServerResponse>, deadline: AbortSignal): Promise<void> {
  const late = once(deadline, 'abort')
  for (let [next] = active.all(); next && !deadline.aborted; [next] = active.all()) {
    await Promise.race([once(next, 'close'), once(next.req.socket, 'close'), late])
  }
}
