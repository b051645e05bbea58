import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

// The API that the compared servers call: one order for whoever shows the token. Not `node:http`, which
// would need the time that the load needs beside it. Ends with its standard input.

const [token = ''] = process.argv.slice(2)
const answer = (status: string, body: unknown) => {
  const text = JSON.stringify(body)
  const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n\r\n`
  return Buffer.from(head + text)
}
const order = answer('200 OK', {
  id: 'ord_1001',
  status: 'shipped',
  customer: { id: 'cus_7', name: 'Maya Lindqvist', email: 'maya@example.com' },
  lines: Array.from({ length: 8 }, (_, line) => ({ sku: `sku_${line}`, quantity: line + 1, amount: 42 })),
})
const refusal = answer('401 Unauthorized', { error: 'Show the token.' })

const server = createServer({ noDelay: true }, (socket) => {
  let rest = ''
  socket.setEncoding('latin1')
  socket.on('error', () => {}) // whoever called may be gone
  socket.on('data', (chunk: string) => {
    const requests = (rest + chunk).split('\r\n\r\n')
    rest = requests.pop() ?? ''
    for (const request of requests) socket.write(request.includes(`Bearer ${token}`) ? order : refusal)
  })
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
process.stdout.write(`${JSON.stringify((server.address() as AddressInfo).port)}\n`)
process.stdin.resume().once('end', () => process.exit(0))
