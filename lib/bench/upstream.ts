import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { type AddressInfo, Server } from 'node:net'
import { constants, deflateRawSync } from 'node:zlib'

// The other side of the benchmarks, a process of its own, so that its work is not counted as ours. Ends
// with its standard input.

const body = JSON.stringify({
  id: 'ord_1001',
  lines: Array.from({ length: 20 }, (_, line) => ({ line, amount: 42 })),
})
const large = Buffer.alloc(10 * 1024 * 1024, 'x')

const server = createServer((request, response) => {
  if (request.url === '/silent') return
  if (request.url === '/bomb') return sendBomb(response)
  if (request.url === '/large') return response.end(large)
  response.setHeader('content-type', 'application/json')
  response.end(body)
})
const silent = new Server((socket) => socket.on('error', () => {}).resume())

/** Zeros without end: a block of a deflate stream that refers to nothing before it may be repeated. */
function sendBomb(response: ServerResponse): void {
  const block = deflateRawSync(Buffer.alloc(16 * 1024 * 1024), { finishFlush: constants.Z_FULL_FLUSH })
  response.writeHead(200, { 'content-encoding': 'gzip' })
  response.write(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]))
  const send = () => {
    while (!response.destroyed && response.write(block));
  }
  response.on('drain', send)
  send()
}

server.listen(0, '127.0.0.1')
silent.listen(0, '127.0.0.1')
await Promise.all([once(server, 'listening'), once(silent, 'listening')])
const ports = [server, silent].map((one) => (one.address() as AddressInfo).port)
process.stdout.write(`${JSON.stringify(ports)}\n`)
process.stdin.resume().once('end', () => process.exit(0))
