import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export type EchoServer = {
  origin: string
  /** `EGRESS_ALLOW` for exactly this server. */
  allow: string
  /** What arrived, newest last. */
  received: { method: string; url: string; headers: IncomingMessage['headers'] }[]
  /** The sockets that are open now. */
  connections(): Promise<number>
}

/** An API that answers with what it was sent, until the test ends. `answer` may say something else. */
export async function startEchoServer(
  answer?: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<EchoServer> {
  const received: EchoServer['received'] = []
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request
    received.push({ method, url, headers })
    if (answer) return answer(request, response)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ method, url, headers }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    allow: `127.0.0.1:${port}`,
    received,
    connections: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => (error ? reject(error) : resolve(count)))
      }),
  }
}
