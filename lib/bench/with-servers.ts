import { randomBytes } from 'node:crypto'
import type { BenchOptions } from './benchmark'
import { type Load, startLoad } from './measure-load'
import { startNextRoute } from './start-next-route'
import { startScript } from './start-script'
import { type Sluice, startSluice } from './start-sluice'

/** Starts what a part compares. Everything stops when the part is done, the last first. */
export type Servers = {
  load: Load
  /** The API that all of them call, and the token that it asks for. */
  api: { origin: string; token: string }
  startPlainServer: () => Promise<{ origin: string; pid: number }>
  startNextRoute: () => Promise<{ origin: string; pid: number }>
  /** Stores runs in the database of a Sluice, as copies of one of its own. */
  startStoringServer: (sluice: Sluice, flowId: string) => Promise<{ origin: string; pid: number }>
  startSluice: (settings?: Record<string, string>) => Promise<Sluice>
  startWorker: (sluice: Sluice) => Promise<{ pid: number; stop: () => Promise<void> }>
}

export async function withServers<T>(
  { cores }: BenchOptions,
  work: (servers: Servers) => Promise<T>,
): Promise<T> {
  const stops: (() => Promise<void>)[] = []
  const keep = <S extends { stop: () => Promise<void> }>(started: S) => {
    stops.unshift(started.stop)
    return started
  }
  try {
    const token = randomBytes(24).toString('base64url')
    const orders = keep(await startScript('order-api.ts', cores.load, [token]))
    const api = { origin: `http://127.0.0.1:${String(orders.said)}`, token }
    const url = `${api.origin}/orders/ord_1001`
    return await work({
      load: keep(await startLoad(cores.load)),
      api,
      async startPlainServer() {
        const server = keep(await startScript('plain-server.ts', cores.server, [url, token]))
        return { origin: `http://127.0.0.1:${String(server.said)}`, pid: server.pid }
      },
      startNextRoute: async () => keep(await startNextRoute({ core: cores.server, url, token })),
      async startStoringServer(sluice, flowId) {
        const server = keep(await startScript('storing-server.ts', cores.server))
        const stored = await sluice.runOnce(flowId)
        const port = await server.ask({ url, token, databaseUrl: sluice.databaseUrl(), ...stored })
        return { origin: `http://127.0.0.1:${String(port)}`, pid: server.pid }
      },
      startSluice: async (settings) => keep(await startSluice({ core: cores.server, api, settings })),
      startWorker: async (sluice) => keep(await sluice.startWorker()),
    })
  } finally {
    for (const stop of stops) await stop()
  }
}
