import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { Database } from '@/db/client'
import { log } from '@/lib/log'
import { answerMetrics } from './answer-metrics'

/**
 * Serves `GET /metrics`, and nothing else, on a port of its own: for workers, which have no other.
 * Ends with the process.
 */
export async function serveMetrics(db: Database, token: string, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    const isScrape = request.method === 'GET' && request.url?.split('?')[0] === '/metrics'
    const answer = answerMetrics(db, isScrape ? token : null, request.headers.authorization ?? null)
    answer
      .then(async (answer) => {
        const { status, headers } = answer
        response.writeHead(status, Object.fromEntries(headers)).end(await answer.text())
      })
      .catch((err: unknown) => {
        log.error({ err }, 'metrics could not be served')
        response.destroy()
      })
  })
  server.unref().listen(port)
  await once(server, 'listening')
  return server
}
