import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Agent, request } from 'undici'

// The least that a server of Node's can do for the same: call the API with the token over kept connections,
// and answer with what it said. Ends with its standard input.

const [url = '', token = ''] = process.argv.slice(2)
const dispatcher = new Agent()
const headers = { authorization: `Bearer ${token}` }

const server = createServer((_, response) => {
  request(url, { dispatcher, headers }).then(
    async ({ body }) => {
      const text = JSON.stringify(await body.json())
      response.setHeader('content-type', 'application/json')
      response.end(text)
    },
    (error: unknown) => response.writeHead(502).end(String(error)),
  )
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
process.stdout.write(`${JSON.stringify((server.address() as AddressInfo).port)}\n`)
process.stdin.resume().once('end', () => process.exit(0))
