import { Client } from 'undici'
import { readLines } from '@/lib/cli/lines'
import type { LoadOrder, LoadResult } from './measure-load'

// A process of its own that calls a server as it is ordered to, one order a line, and prints what it saw.

process.stdout.write(`${JSON.stringify('ready')}\n`)
for await (const line of readLines(process.stdin)) {
  const result = await carryOut(JSON.parse(line) as LoadOrder).catch((error: unknown) => ({
    failure: String(error),
  }))
  process.stdout.write(`${JSON.stringify(result)}\n`)
}

async function carryOut(order: LoadOrder): Promise<LoadResult> {
  const clients = Array.from({ length: order.concurrency }, () => new Client(order.origin, { pipelining: 1 }))
  try {
    const before = await callFor(order.warmUpMs, clients, order)
    const startedAt = performance.now()
    const latencies = await callFor(order.measureMs, clients, order)
    const seconds = (performance.now() - startedAt) / 1_000
    latencies.sort((a, b) => a - b)
    const at = (part: number) => latencies[Math.floor(latencies.length * part)] ?? Number.NaN
    return {
      answers: before.length + latencies.length,
      perSecond: latencies.length / seconds,
      medianMs: at(0.5),
      p99Ms: at(0.99),
    }
  } finally {
    await Promise.all(clients.map((client) => client.destroy()))
  }
}

/** Each client calls again as soon as it has its answer. @returns what each call took */
async function callFor(ms: number, clients: Client[], order: LoadOrder): Promise<number[]> {
  const latencies: number[] = []
  const endsAt = performance.now() + ms
  const callOver = async (client: Client) => {
    let sentAt = performance.now()
    do {
      await call(client, order)
      const answeredAt = performance.now()
      latencies.push(answeredAt - sentAt)
      sentAt = answeredAt
    } while (sentAt < endsAt)
  }
  await Promise.all(clients.map(callOver))
  return latencies
}

// `dispatch` and not `request`, which would cost the load as much as the plain server.
function call(client: Client, { path, method, headers, body, status }: LoadOrder): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = 0
    const chunks: Buffer[] = []
    client.dispatch(
      { path, method, headers, body },
      {
        onRequestStart() {},
        onResponseStart(_controller, statusCode) {
          received = statusCode
        },
        onResponseData(_controller, chunk) {
          if (received !== status) chunks.push(chunk)
        },
        onResponseEnd() {
          if (received === status) resolve()
          else
            reject(
              new Error(`${method} ${path} was answered with ${received}: ${String(Buffer.concat(chunks))}`),
            )
        },
        onResponseError: (_controller, error) => reject(error),
      },
    )
  })
}
