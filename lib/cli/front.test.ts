import { randomUUID } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import {
  Agent,
  type AgentOptions,
  type ClientRequest,
  createServer,
  type IncomingMessage,
  request,
} from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { and, eq } from 'drizzle-orm'
import { describe, expect, it, onTestFinished } from 'vitest'
import { auditEntries } from '@/db/schema'
import { createApi } from '@/lib/api/app'
import type { Role } from '@/lib/auth/roles'
import { publishFlow } from '@/lib/flows/publish-flow'
import { definition } from '@/lib/flows/testing/definitions'
import { upstreamFlow } from '@/lib/runs/testing/upstream-flow'
import { watchersOf } from '@/lib/runs/testing/watchers'
import { dataSecurityPolicy, securityHeaders } from '@/lib/security-headers'
import { ownerDatabase } from '@/lib/testing/database'
import { type TestOrganization, testOrganization } from '@/lib/testing/organization'
import { createToken } from '@/lib/tokens/create-token'
import { setForwardedFor } from './forwarded-for'
import { createFront, isForFront } from './front'

type Front = {
  port: number
  /** How many there have been. */
  connections: () => number
  /** The header that a program sends. */
  authorization: string
  /** Begins a request; its body is for the caller to write. */
  open: (method: string, path: string, headers?: Record<string, string>) => ClientRequest
  call: (
    method: string,
    path: string,
    body?: string | Buffer,
    headers?: Record<string, string>,
  ) => Promise<Answer>
}
type Answer = { status: number; headers: IncomingMessage['headers']; body: string }

/** A server with the front, as `npm start` has it, for a program with an organization's token. */
async function startFront(
  organization: TestOrganization,
  role: Role = 'admin',
  client: AgentOptions = {},
): Promise<Front> {
  const { token } = await createToken(organization.admin, { name: `Test ${role}`, role })
  const front = createFront(() => organization.admin)
  const server = createServer((incoming, outgoing) => {
    setForwardedFor(incoming)
    void front(incoming, outgoing)
  })
  let connections = 0
  server.on('connection', () => connections++)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const agent = new Agent(client)
  onTestFinished(() => {
    agent.destroy()
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const open: Front['open'] = (method, path, headers = {}) =>
    request({
      host: '127.0.0.1',
      port,
      agent,
      method,
      path: `/api/v1${path}`,
      headers: { authorization: `Bearer ${token}`, ...headers },
    })
  return {
    port,
    authorization: `Bearer ${token}`,
    open,
    connections: () => connections,
    async call(method, path, body, headers = {}) {
      const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
      const sent = open(method, path, { ...type, ...headers })
      sent.end(body)
      return readAnswer(sent)
    },
  }
}

/** What two answers to the same request have in common. */
function shapeOf(status: number, headers: Headers, body: string) {
  const own = securityHeaders.map(({ key }) => key.toLowerCase())
  const ofServer = [
    'content-security-policy',
    'content-length',
    'transfer-encoding',
    'date',
    'connection',
    'keep-alive',
    ...own,
  ]
  const named = [...headers].filter(([name]) => !ofServer.includes(name))
  const changing = /^(\d{4}-\d\d-\d\dT.*|.*[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12})$/i
  const lasting = (name: string, value: unknown): unknown => {
    if (name === 'timing') return '…'
    return typeof value === 'number' || (typeof value === 'string' && changing.test(value)) ? '…' : value
  }
  const json: unknown = JSON.parse(body, lasting)
  return { status, headers: named.map(([name, value]) => [name, lasting(name, value)]), json }
}

async function readAnswer(sent: ClientRequest): Promise<Answer> {
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: await text(answer) }
}

/** A published flow with one call, whose other side answers when it is told to, and a front to run it. */
async function startFlow(onRequest?: Parameters<typeof upstreamFlow>[0]) {
  const flow = await upstreamFlow(onRequest)
  await publishFlow(flow.organization.editor, { id: flow.flowId })
  return { ...flow, front: await startFront(flow.organization) }
}

describe('the front', () => {
  it('runs a flow, and answers with the headers that every answer has', async () => {
    const { front, flowId } = await startFlow()
    const answer = await front.call('POST', `/flows/${flowId}/runs`, '{"input":{}}')
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.body)).toMatchObject({ status: 'succeeded' })
    expect(answer.headers).toMatchObject({
      ...Object.fromEntries(securityHeaders.map(({ key, value }) => [key.toLowerCase(), value])),
      'content-security-policy': dataSecurityPolicy,
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(answer.body)),
      'cache-control': 'no-store',
      'x-request-id': expect.stringMatching(/^[\da-f-]{36}$/),
    })
  })

  it('answers a request for a run as the API does that Next mounts', async () => {
    const { front, flowId, organization } = await startFlow()
    const { token } = await createToken(organization.admin, { name: 'Reader', role: 'viewer' })
    const api = createApi(() => organization.admin)
    const nobody = randomUUID()
    const cases: [flow: string, body: string, headers?: Record<string, string>, status?: number][] = [
      [flowId, '{"input":{}}'],
      [flowId, ''],
      [flowId.toUpperCase(), '{}'],
      [flowId, '{}', { prefer: 'wait=30' }],
      [flowId, '{}', { prefer: 'respond-async' }, 202],
      [flowId, '{}', { 'idempotency-key': 'one' }],
      [flowId, '{"input":{"a":1}}', { 'idempotency-key': 'one' }, 409],
      [flowId, '{}', { 'idempotency-key': 'two words' }, 400],
      [flowId, '{"inputs":{}}', {}, 400],
      [flowId, '{', {}, 400],
      [flowId, '{"input":"\ud800"}', {}, 400],
      [flowId, '{}', { 'content-type': 'text/plain' }, 415],
      [flowId, `{"input":${' '.repeat(1024 * 1024)}{}}`, {}, 413],
      [nobody, '{}', {}, 404],
      ['x', '{}', {}, 404],
      [flowId, '{}', { authorization: 'Bearer slc_none' }, 401],
      [flowId, '{}', { authorization: `Bearer ${token}` }, 403],
    ]
    for (const [flow, body, headers = {}, status = 200] of cases) {
      const path = `/flows/${flow}/runs`
      const answer = await front.call('POST', path, body, headers)
      const sent = { 'content-type': 'application/json', authorization: front.authorization, ...headers }
      const request = new Request(`http://x/api/v1${path}`, { method: 'POST', body, headers: sent })
      const other = await api.fetch(request)
      expect({ path, body: body.slice(0, 40), headers, status: answer.status }).toMatchObject({ status })
      expect(
        shapeOf(answer.status, new Headers(answer.headers as Record<string, string>), answer.body),
      ).toEqual(shapeOf(other.status, other.headers, await other.text()))
    }
  })

  it('answers nobody whose body never arrives in full', async () => {
    const { front, flowId } = await startFlow()
    const sent = front.open('POST', `/flows/${flowId}/runs`, {
      'content-type': 'application/json',
      'content-length': '20',
    })
    sent.on('error', () => {}) // of its own end
    sent.write('{"input"')
    await once(sent, 'socket')
    sent.destroy()
    expect(await front.call('GET', `/runs?flow=${flowId}`)).toMatchObject({
      body: '{"data":[],"nextCursor":null}',
    })
  })

  it('serves request after request over one connection, bodies read or not', async () => {
    const front = await startFront(await testOrganization(), 'admin', { keepAlive: true, maxSockets: 1 })
    for (const [method, path, body, status] of [
      ['GET', '/flows', undefined, 200],
      ['POST', '/flows', '{"name":"With ümläuts"}', 201],
      ['POST', '/nowhere', '{"never":"read"}', 404],
      ['PUT', '/flows', '{}', 405],
      ['OPTIONS', '/flows', undefined, 204],
      ['GET', '/flows', undefined, 200],
      ['HEAD', '/flows', undefined, 200], // after which Node's client hangs up, whatever the server is
    ] as const) {
      const sent = front.open(method, path, body ? { 'content-type': 'application/json' } : {})
      sent.end(body)
      const answer = await readAnswer(sent)
      const type = status === 204 ? undefined : `application/${status >= 400 ? 'problem+' : ''}json`
      expect({ method, path, status: answer.status, type: answer.headers['content-type'] }).toEqual({
        method,
        path,
        status,
        type,
      })
      expect(answer.body === '').toBe(method === 'HEAD' || status === 204)
    }
    expect(front.connections()).toBe(1)
  })

  it('refuses bodies that are too long, announced or not, and takes the longest', async () => {
    const front = await startFront(await testOrganization())
    const mebibyte = 1024 * 1024
    const filled = (bytes: number) => `{"name":"${' '.repeat(bytes - '{"name":""}'.length)}"}`
    expect(await front.call('POST', '/flows', filled(mebibyte + 1))).toMatchObject({ status: 413 })
    expect(await front.call('POST', '/flows', filled(mebibyte))).toMatchObject({ status: 400 })
    const chunked = { 'transfer-encoding': 'chunked' }
    expect(await front.call('POST', '/flows', filled(mebibyte + 1), chunked)).toMatchObject({ status: 413 })
    expect(await front.call('POST', '/flows', filled(mebibyte), chunked)).toMatchObject({ status: 400 })
    expect(await front.call('POST', '/flows', '{"name":"Chunked"}', chunked)).toMatchObject({ status: 201 })
  })

  it('refuses what is not JSON, and text that is not UTF-8', async () => {
    const front = await startFront(await testOrganization())
    const plain = { 'content-type': 'text/plain' }
    expect(await front.call('POST', '/flows', '{}', plain)).toMatchObject({ status: 415 })
    expect(await front.call('POST', '/flows', '{')).toMatchObject({ status: 400 })
    const bytes = Buffer.from('{"name":"\xff"}', 'latin1')
    const answer = await front.call('POST', '/flows', bytes)
    expect(JSON.parse(answer.body)).toMatchObject({ status: 400, detail: 'The body is not valid UTF-8.' })
  })

  it('says that it takes no compressed bodies', async () => {
    const { front, flowId } = await startFlow()
    const gzip = { 'content-encoding': 'gzip' }
    for (const path of ['/flows', `/flows/${flowId}/runs`]) {
      const answer = await front.call('POST', path, gzipSync('{}'), gzip)
      expect(JSON.parse(answer.body)).toMatchObject({ status: 415, detail: expect.stringContaining('gzip') })
    }
    const plain = { 'content-encoding': 'identity' }
    expect(await front.call('POST', `/flows/${flowId}/runs`, '{}', plain)).toMatchObject({ status: 200 })
  })

  it('stops a call whose caller leaves', async () => {
    const upstream = new EventEmitter()
    const [arrived, left] = [once(upstream, 'request'), once(upstream, 'close')]
    const { front, endpointId } = await startFlow({
      onRequest: (socket) => {
        upstream.emit('request')
        socket.on('close', () => upstream.emit('close'))
      },
    })
    const sent = front.open('POST', `/endpoints/${endpointId}/test`, { 'content-type': 'application/json' })
    sent.on('error', () => {}) // of its own end
    sent.end('{"method":"GET","path":"/"}')
    await arrived
    sent.destroy()
    await expect(left).resolves.toBeDefined()
  })

  it.each([
    ['', 'by the shortest way'],
    ['?version=draft', 'by the API’s'],
  ])('follows a run no longer whose caller has left (runs%s, %s)', async (query) => {
    const hour = { id: 'wait', type: 'delay', data: { seconds: 3_600 } }
    const start = { id: 'start', type: 'start', data: {} }
    const { front, flowId, organization } = await startFlow({
      definition: () => definition([start, hour], ['start.next -> wait']),
    })
    const watchers = watchersOf(organization.admin.db)
    const sent = front.open('POST', `/flows/${flowId}/runs${query}`, { 'content-type': 'application/json' })
    sent.on('error', () => {}) // of its own end
    sent.end('{}')
    await watchers.until(1)
    sent.destroy()
    await watchers.until(0)
    const { body } = await front.call('GET', `/runs?flow=${flowId}`)
    const [run] = (JSON.parse(body) as { data: { id: string; status: string }[] }).data
    expect(run).toMatchObject({ status: 'running' })
    expect(await front.call('POST', `/runs/${run?.id}/cancel`)).toMatchObject({ status: 200 })
  })

  it('passes events on one by one, while there are more to come', async () => {
    const { front, flowId } = await startFlow()
    // Nobody takes the run up, so it waits in the queue until it is canceled.
    const started = await front.call('POST', `/flows/${flowId}/runs`, '{}', { prefer: 'respond-async' })
    expect(started.status).toBe(202)
    const { id } = JSON.parse(started.body) as { id: string }
    const watching = front.open('GET', `/runs/${id}/events`)
    watching.end()
    const [events] = (await once(watching, 'response')) as [IncomingMessage]
    expect(events.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
    })
    let seen = ''
    let canceled: Promise<Answer> | undefined
    for await (const part of events.setEncoding('utf8') as AsyncIterable<string>) {
      seen += part
      if (seen.includes('"queued"')) canceled ??= front.call('POST', `/runs/${id}/cancel`)
    }
    expect(await canceled).toMatchObject({ status: 200 })
    expect(seen).toMatch(/^retry: [^]*"status":"queued"[^]*"status":"canceled"/)
  })

  it('knows the address of the caller, whatever the caller says', async () => {
    const organization = await testOrganization()
    const front = await startFront(organization, 'viewer')
    const spoofed = { 'x-forwarded-for': '198.51.100.7' }
    expect(await front.call('POST', '/flows', '{"name":"No"}', spoofed)).toMatchObject({ status: 403 })
    const entries = await ownerDatabase()
      .select({ address: auditEntries.address })
      .from(auditEntries)
      .where(
        and(eq(auditEntries.organizationId, organization.id), eq(auditEntries.action, 'permission.refused')),
      )
    expect(entries).toEqual([{ address: '127.0.0.1' }])
  })

  it('answers a host that is none with a problem', async () => {
    const { port } = await startFront(await testOrganization())
    const socket = connect(port, '127.0.0.1')
    socket.end('GET /api/v1/flows HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n')
    const answer = await text(socket)
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer).toContain('"code":"invalid_input"')
    expect(answer.toLowerCase()).toContain('x-content-type-options: nosniff')
  })
})

describe('HTTP/1.0', () => {
  // As load balancers ask, HAProxy for one: they name no host, which only 1.1 asks for.
  it.each([
    ['GET', '/api/health/ready', '"status":"ok"'],
    ['GET', '/api/v1/flows', '"data":[]'],
    ['POST', `/api/v1/flows/${randomUUID()}/runs`, '"code":"not_found"'],
  ])('is answered without a host: %s %s', async (method, path, expected) => {
    const { port, authorization } = await startFront(await testOrganization())
    const socket = connect(port, '127.0.0.1')
    socket.write(`${method} ${path} HTTP/1.0\r\nAuthorization: ${authorization}\r\nContent-Length: 0\r\n\r\n`)
    expect(await text(socket)).toContain(expected)
  })
})

describe('probes', () => {
  it('are answered without Next', async () => {
    const { port } = await startFront(await testOrganization())
    for (const probe of ['live', 'ready']) {
      const answer = await fetch(`http://127.0.0.1:${port}/api/health/${probe}`)
      expect(answer.headers.get('cache-control')).toBe('no-store')
      expect({ status: answer.status, body: await answer.json() }).toEqual({
        status: 200,
        body: { status: 'ok' },
      })
    }
  })
})

it('says of a probe what it knows', async () => {
  const { port } = await startFront(await testOrganization())
  for (const path of ['/api/health/live', '/api/health/ready']) {
    const asked = (method: string) => fetch(`http://127.0.0.1:${port}${path}`, { method })
    const [known, unknown] = [await asked('HEAD'), await asked('POST')]
    expect([known.status, await known.text()]).toEqual([200, ''])
    expect([unknown.status, unknown.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    expect(await unknown.json()).toMatchObject({ code: 'method_not_allowed' })
  }
})

describe('isForFront', () => {
  it.each(['/api/v1', '/api/v1/', '/api/v1/flows', '/api/v1?x=1'])('takes %s, by whatever method', (url) => {
    expect(isForFront({ url })).toBe(true)
  })
  it.each(['/api/health/live', '/api/health/ready', '/metrics'])('takes what probes ask: %s', (url) => {
    expect(isForFront({ url })).toBe(true)
  })
  it.each([
    '/',
    '/api/v10',
    '/api/v1x',
    '/api/health',
    '/metrics/',
    '/demo/api/v1',
    'http://x/api/v1',
    undefined,
  ])('leaves %s to Next', (url) => {
    expect(isForFront({ url })).toBe(false)
  })
})
