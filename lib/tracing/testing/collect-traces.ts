import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, vi } from 'vitest'
import { startTracing } from '../start-tracing'
import { flushTraces, setTracing } from '../traced'

export type SentSpan = {
  name: string
  kind: number
  traceId: string
  spanId: string
  parentSpanId?: string
  status: { code?: number }
  attributes: { key: string; value: Record<string, unknown> }[]
}
type Sent = {
  resourceSpans: {
    resource: { attributes: { key: string; value: unknown }[] }
    scopeSpans: { spans: SentSpan[] }[]
  }[]
}

/** A collector on loopback that each test of a file sends its traces to. */
export function collectTraces(variables: Record<string, string> = {}) {
  let requests: { url: string | undefined; authorization: string | undefined; body: string }[] = []
  const server = createServer((request, response) => {
    text(request).then(
      (body) => {
        requests.push({ url: request.url, authorization: request.headers.authorization, body })
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
      },
      (error: Error) => response.destroy(error),
    )
  })
  const close = async () => {
    if (!server.listening) return
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }

  beforeEach(async () => {
    requests = []
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const all = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...variables }
    for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value)
    await startTracing(endpoint)
  })
  afterEach(async () => {
    await flushTraces()
    setTracing(undefined)
    vi.unstubAllEnvs()
    await close()
  })

  const sent = () => requests.flatMap(({ body }) => (JSON.parse(body) as Sent).resourceSpans)
  const spans = () => sent().flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans))
  return {
    /** Everything that arrived, as it came. */
    requests: () => requests,
    sent,
    spans,
    close,
    spanNamed: (name: string): SentSpan => {
      const found = spans().find((span) => span.name === name)
      if (!found)
        throw new Error(
          `no span ${name} among ${spans()
            .map((span) => span.name)
            .join(', ')}`,
        )
      return found
    },
  }
}

export function attributesOf(span: SentSpan): Record<string, unknown> {
  return Object.fromEntries(span.attributes.map(({ key, value }) => [key, Object.values(value)[0]]))
}
