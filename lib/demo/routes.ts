import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { customers, orders } from './data'

type Call = {
  request: IncomingMessage
  response: ServerResponse
  url: URL
  /** What the pattern captured. */
  id: string
  /** Fires when the caller has gone. */
  gone: AbortSignal
}

export type Route = { pattern: RegExp; handle: (call: Call) => void | Promise<void> }

const maxBodyBytes = 1024 * 1024
const maxLargeBytes = 64 * 1024 * 1024

/** What the demo API can do. The failures are there to try out what a flow does with them. */
export const routes: Route[] = [
  { pattern: /^\/orders$/, handle: ({ response }) => json(response, 200, { data: orders }) },
  { pattern: /^\/orders\/([^/]+)$/, handle: (call) => found(call, 'order', orders) },
  { pattern: /^\/customers\/([^/]+)$/, handle: (call) => found(call, 'customer', customers) },
  { pattern: /^\/echo(?:\/.*)?$/, handle: echo },
  { pattern: /^\/slow$/, handle: slow },
  { pattern: /^\/drip$/, handle: drip },
  { pattern: /^\/flaky$/, handle: flaky },
  { pattern: /^(?:\/status)?\/([45]\d\d)$/, handle: status },
  { pattern: /^\/large$/, handle: large },
  {
    pattern: /^\/redirect$/,
    handle: ({ response }) => void response.writeHead(302, { location: '/orders' }).end(),
  },
]

export function json(response: ServerResponse, code: number, body: unknown): void {
  response.writeHead(code, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`)
}

function found({ response, id }: Call, kind: string, all: { id: string }[]): void {
  const item = all.find((candidate) => candidate.id === decodeURIComponent(id))
  if (item) json(response, 200, item)
  else json(response, 404, { error: 'not_found', message: `No ${kind} has this id. Try ${all[0]?.id}.` })
}

async function echo({ request, response, url }: Call): Promise<void> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > maxBodyBytes) return json(response, 413, { error: 'too_large', limit: maxBodyBytes })
    chunks.push(chunk)
  }
  const query = Object.fromEntries(url.searchParams)
  const body = Buffer.concat(chunks).toString('utf8')
  json(response, 200, { method: request.method, path: url.pathname, query, headers: request.headers, body })
}

/** Answers after `seconds`, 5 by default. */
async function slow({ response, url, gone }: Call): Promise<void> {
  const seconds = numberFrom(url, 'seconds', 5, 600)
  await sleep(seconds * 1000, undefined, { signal: gone })
  json(response, 200, { waitedSeconds: seconds })
}

/** A body that arrives a line a second, `seconds` long, 10 by default. */
async function drip({ response, url, gone }: Call): Promise<void> {
  const seconds = numberFrom(url, 'seconds', 10, 600)
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' })
  for (let line = 1; line <= seconds; line++) {
    response.write(`line ${line} of ${seconds}\n`)
    await sleep(1000, undefined, { signal: gone })
  }
  response.end()
}

/** Two failures, then a success, and so on; `?key=` counts apart. */
const flakyCalls = new Map<string, number>()

function flaky({ response, url }: Call): void {
  const key = (url.searchParams.get('key') ?? '').slice(0, 100)
  const call = (flakyCalls.get(key) ?? 0) + 1
  if (flakyCalls.size > 1_000) flakyCalls.clear()
  flakyCalls.set(key, call % 3)
  if (call < 3) json(response, 503, { error: 'unavailable', message: `Call ${call} of 3 fails. Try again.` })
  else json(response, 200, { ok: true, calls: call })
}

const meanings: Record<string, string> = {
  '401': 'unauthorized',
  '403': 'forbidden',
  '404': 'not_found',
  '429': 'too_many_requests',
  '500': 'internal_error',
}

function status({ response, id }: Call): void {
  if (id === '429') response.setHeader('retry-after', '2')
  if (id === '401') response.setHeader('www-authenticate', 'Bearer realm="Demo API"')
  json(response, Number(id), { error: meanings[id] ?? 'failed', message: `You asked for a ${id}.` })
}

/** JSON of about `bytes` bytes, 1 MiB by default. */
async function large({ response, url, gone }: Call): Promise<void> {
  const bytes = numberFrom(url, 'bytes', 1024 * 1024, maxLargeBytes)
  response.writeHead(200, { 'content-type': 'application/json' })
  const row = `{"filler":"${'0123456789'.repeat(100)}"}`
  response.write(`{"rows":[${row}`)
  for (let sent = row.length; sent < bytes; sent += row.length + 1) {
    if (!response.write(`,${row}`)) await once(response, 'drain', { signal: gone })
  }
  response.end(']}')
}

function numberFrom(url: URL, name: string, byDefault: number, max: number): number {
  const value = Number(url.searchParams.get(name) ?? byDefault)
  return Number.isFinite(value) ? Math.min(Math.max(value, 0), max) : byDefault
}
