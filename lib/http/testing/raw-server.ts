import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { createServer as createTlsServer, type TLSSocket } from 'node:tls'

export type RawRequest = {
  /** Everything as it came off the wire, latin1. */
  raw: string
  method: string
  target: string
  /** Lower-case names; repeated ones in order. */
  headers: [name: string, value: string][]
  body: string
  /** How many requests this server had before. */
  index: number
}

export type RawServerOptions = {
  /** Answers on the bare socket, as wrongly as it likes. */
  onRequest?: (socket: Socket, request: RawRequest, server: RawServer) => void
  onConnection?: (socket: Socket) => void
  tls?: { key: string; cert: string; maxVersion?: 'TLSv1.1' | 'TLSv1.2' }
  host?: string
}

export type RawServer = {
  port: number
  origin: string
  connectionCount: number
  requests: RawRequest[]
  sockets: Set<Socket>
  /** Resolves when no connection is open any more. */
  allClosed(): Promise<void>
  close(): Promise<void>
}

/** An upstream that speaks bytes, so that it can do what no HTTP library would. */
export async function startRawServer(options: RawServerOptions): Promise<RawServer> {
  const listener = (socket: Socket) => {
    server.connectionCount += 1
    server.sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => server.sockets.delete(socket))
    options.onConnection?.(socket)
    readRequests(socket, server, options)
  }
  const net = options.tls
    ? createTlsServer({ ...options.tls, minVersion: 'TLSv1' }, (socket: TLSSocket) => listener(socket))
    : createServer(listener)
  net.on('tlsClientError', () => {})
  net.listen(0, options.host ?? '127.0.0.1')
  await once(net, 'listening')
  const { port } = net.address() as AddressInfo
  const host = options.host?.includes(':') ? `[${options.host}]` : (options.host ?? '127.0.0.1')
  const server: RawServer = {
    port,
    origin: `${options.tls ? 'https' : 'http'}://${host}:${port}`,
    connectionCount: 0,
    requests: [],
    sockets: new Set(),
    async allClosed() {
      const open = [...server.sockets].filter((socket) => !socket.closed)
      await Promise.all(open.map((socket) => new Promise((resolve) => socket.once('close', resolve))))
    },
    async close() {
      for (const socket of server.sockets) socket.destroy()
      net.close()
      await once(net, 'close')
    },
  }
  return server
}

function readRequests(socket: Socket, server: RawServer, options: RawServerOptions): void {
  let text = ''
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1')
    for (;;) {
      const headEnd = text.indexOf('\r\n\r\n')
      if (headEnd < 0) return
      const [line = '', ...lines] = text.slice(0, headEnd).split('\r\n')
      const headers = lines.map((item): [string, string] => {
        const colon = item.indexOf(':')
        return [item.slice(0, colon).toLowerCase(), item.slice(colon + 1).trim()]
      })
      const length = Number(headers.find(([name]) => name === 'content-length')?.[1] ?? 0)
      const end = headEnd + 4 + length
      if (text.length < end) return
      const [method = '', target = ''] = line.split(' ')
      const body = text.slice(headEnd + 4, end)
      const request = {
        raw: text.slice(0, end),
        method,
        target,
        headers,
        body,
        index: server.requests.length,
      }
      text = text.slice(end)
      server.requests.push(request)
      options.onRequest?.(socket, request, server)
    }
  })
}

/** A plain answer of 200 with a body. */
export function ok(body = 'ok', headers = ''): string {
  return `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`
}
