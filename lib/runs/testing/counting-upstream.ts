import { EventEmitter, once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export type Hit = { run: string; step: string; method: string; at: number }

/** What happens to a request, in this order. */
export type UpstreamEvents = { connected: []; hit: [Hit]; half: [Hit]; answered: [Hit]; closed: [Hit] }

export type CountingUpstream = {
  port: number
  hits: Hit[]
  events: EventEmitter<UpstreamEvents>
  close: () => void
}

/**
 * An API that remembers each request: `/<run>/<step>`. `?ms=` is how long it takes until half of its answer
 * is out and again until the rest is; `?busy=` answers so many of a run's first requests of a step with 503.
 */
export async function startCountingUpstream(): Promise<CountingUpstream> {
  const hits: Hit[] = []
  const events = new EventEmitter<UpstreamEvents>().setMaxListeners(0)
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://upstream')
    const [, run = '', step = ''] = url.pathname.split('/')
    const hit = { run, step, method: request.method ?? '', at: Date.now() }
    hits.push(hit)
    events.emit('hit', hit)
    request.resume()
    response.on('close', () => response.writableFinished || events.emit('closed', hit))
    const ms = Number(url.searchParams.get('ms') ?? 0)
    const earlier = hits.filter((each) => each.run === run && each.step === step).length
    if (earlier <= Number(url.searchParams.get('busy') ?? 0)) {
      response.writeHead(503, { 'retry-after': url.searchParams.get('after') ?? '0' }).end()
      return
    }
    await sleep(ms / 2)
    const body = JSON.stringify({ step, number: earlier })
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
    response.write(body.slice(0, 5))
    events.emit('half', hit)
    await sleep(ms / 2)
    response.end(body.slice(5), () => events.emit('answered', hit))
  }
  const server = createServer((request, response) => void answer(request, response))
  server.on('connection', () => events.emit('connected'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    hits,
    events,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
