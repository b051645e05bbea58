import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { EventSource as NodeEventSource } from 'undici'
import { afterEach, expect, test } from 'vitest'
import type { RunProgress } from '@/lib/runs/schema'
import { sampleProgress } from './testing/sample-run'
import { type Connection, watchRun } from './watch-run'

// The same interface as the browser's, from another library of types.
const openStream = (url: string) => new NodeEventSource(url) as unknown as EventSource

type Handler = (response: ServerResponse, connection: number) => void

const cleanups: (() => void)[] = []
afterEach(() => cleanups.splice(0).forEach((cleanup) => cleanup()))

async function serveStream(handle: Handler): Promise<{ url: string; connections: () => number }> {
  let connections = 0
  const server = createServer((_request, response) => handle(response, ++connections))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(
    () => server.close(),
    () => server.closeAllConnections(),
  )
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/events`, connections: () => connections }
}

function sendFrame(response: ServerResponse, progress: RunProgress) {
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.write(
    `id: ${progress.revision}\nevent: progress\ndata: ${JSON.stringify(progress)}\nretry: 10\n\n`,
  )
}

/** Watches until the run ends, and says what was seen. */
function watch(url: string, poll: () => Promise<RunProgress>, pollAfterMs = 30_000) {
  const seen: { revisions: number[]; connections: Connection[] } = { revisions: [], connections: [] }
  const stop = new AbortController()
  cleanups.push(() => stop.abort())
  const ended = new Promise<void>((resolve) => {
    watchRun({
      url,
      poll,
      openStream,
      pollAfterMs,
      pollEveryMs: 5,
      signal: stop.signal,
      onConnection: (connection) => {
        if (seen.connections.at(-1) !== connection) seen.connections.push(connection)
      },
      onProgress: (progress) => {
        seen.revisions.push(progress.revision)
        if (progress.status === 'succeeded') resolve()
      },
    })
  })
  return { ended, seen, stop: () => stop.abort() }
}

const neverPolls = () => Promise.reject(new Error('nobody should ask'))

test('follows the stream to its end and does not come back for more', async () => {
  const server = await serveStream((response) => {
    sendFrame(response, sampleProgress({ revision: 1 }))
    sendFrame(response, sampleProgress({ revision: 2, status: 'succeeded' }))
    response.end()
  })
  const { ended, seen } = watch(server.url, neverPolls)
  await ended
  expect(seen).toEqual({ revisions: [1, 2], connections: ['live'] })
  expect(server.connections()).toBe(1)
})

test('says that it reconnects when the stream breaks, and goes on', async () => {
  const server = await serveStream((response, connection) => {
    sendFrame(
      response,
      sampleProgress({ revision: connection, status: connection === 1 ? 'running' : 'succeeded' }),
    )
    response.end()
  })
  const { ended, seen } = watch(server.url, neverPolls)
  await ended
  expect(seen).toEqual({ revisions: [1, 2], connections: ['live', 'reconnecting', 'live'] })
})

test('asks for the run when the stream stays away, through failures, until the end', async () => {
  const server = await serveStream((response) => response.writeHead(502).end())
  const answers = [
    () => Promise.reject(new Error('not yet')),
    () => Promise.resolve(sampleProgress({ revision: 5 })),
    () => Promise.resolve(sampleProgress({ revision: 6, status: 'succeeded' })),
  ]
  const { ended, seen } = watch(server.url, () => answers.shift()?.() ?? neverPolls(), 10)
  await ended
  expect(seen).toEqual({ revisions: [5, 6], connections: ['reconnecting', 'polling'] })
})
