import { EventEmitter, once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'

export type ReceivedRequest = {
  method: string
  url: string
  /** Names in lower case. */
  headers: IncomingMessage['headers']
  /** `Name: value`, spelled and ordered as they came. */
  headerLines: string[]
  body: string
}

/** An API under our control. It answers with what it was sent; below `/silence` it never answers. */
export type RecordingServer = {
  origin: string
  /** Newest last. */
  received: ReceivedRequest[]
  /** Resolves when a request for `/silence` is here; `gone` then resolves when its connection is closed. */
  held: () => Promise<{ gone: Promise<unknown> }>
  close: () => Promise<void>
}

export async function startRecordingServer(port: number): Promise<RecordingServer> {
  const received: ReceivedRequest[] = []
  const events = new EventEmitter<{ held: [{ gone: Promise<unknown> }] }>()
  const server = createServer((request, response) => void answer(request, response))
  await listen(server, port)
  return {
    origin: `http://127.0.0.1:${port}`,
    received,
    held: async () => {
      const [call] = await once(events, 'held')
      return call
    },
    close: () => close(server, () => server.closeAllConnections()),
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers, rawHeaders } = request
    const headerLines = rawHeaders.flatMap((name, index) =>
      index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}`] : [],
    )
    const body = await text(request)
    const call = { method, url, headers, headerLines, body }
    received.push(call)
    if (url.startsWith('/silence')) return void events.emit('held', { gone: once(response, 'close') })
    response.writeHead(200, { 'content-type': 'application/json', 'x-echo': headers.authorization ?? '' })
    response.end(JSON.stringify(call))
  }
}

/** Accepts connections and never says a word: a TLS handshake with it does not end. */
export async function startSilentServer(
  port: number,
): Promise<{ origin: string; close: () => Promise<void> }> {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {}) // a caller that gives up may reset it
  })
  await listen(server, port)
  return {
    origin: `https://127.0.0.1:${port}`,
    close: () => close(server, () => sockets.forEach((socket) => socket.destroy())),
  }
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
}

async function close(server: Server, hangUp: () => void): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  hangUp()
  await closed
}
