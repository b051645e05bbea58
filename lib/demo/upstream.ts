import { createHash, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { json, routes } from './routes'

/**
 * The demo API: a real HTTP server on the loopback interface that answers to one bearer token, so that
 * a fresh install has something to call without the internet.
 * @throws the listening error, such as `EADDRINUSE`
 */
export async function startDemoUpstream(port: number, token: string): Promise<Server> {
  const server = createServer((request, response) => {
    answer(request, response, token).catch((error: unknown) => {
      if (response.destroyed) return // the caller left, and what was waiting for it was ended
      if (response.headersSent) response.destroy()
      else
        json(response, error instanceof URIError || error instanceof TypeError ? 400 : 500, {
          error: 'failed',
        })
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function answer(request: IncomingMessage, response: ServerResponse, token: string): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://demo.invalid')
  if (!hasToken(request, token)) {
    response.setHeader('www-authenticate', 'Bearer realm="Demo API"')
    return json(response, 401, { error: 'unauthorized', message: 'Send the demo token as a bearer token.' })
  }
  const controller = new AbortController()
  response.on('close', () => controller.abort())
  for (const { pattern, handle } of routes) {
    const match = pattern.exec(url.pathname)
    if (match) return handle({ request, response, url, id: match[1] ?? '', gone: controller.signal })
  }
  json(response, 404, { error: 'not_found', message: `There is no ${url.pathname} in the demo API.` })
}

function hasToken(request: IncomingMessage, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${token}`))
}
