import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { onTestFinished } from 'vitest'
import { createApi } from '@/lib/api/app'
import type { Services } from '@/lib/services'

/** The REST API on a port of its own, until the test ends. */
export async function serveApi(services: Services): Promise<{
  origin: string
  /** Of the answers so far. */
  statuses: number[]
}> {
  const api = createApi(() => services)
  const statuses: number[] = []
  const server = createAdaptorServer({
    fetch: async (request) => {
      const response = await api.fetch(request)
      statuses.push(response.status)
      return response
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    if ('closeAllConnections' in server) server.closeAllConnections()
    server.close()
  })
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, statuses }
}
