import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appDatabaseUrl, rolePassword } from '@/db/app-role'
import { createServices } from '@/lib/create-services'
import { createEndpoint } from '@/lib/endpoints/create-endpoint'
import { parseSettings } from '@/lib/env'
import { createFlow } from '@/lib/flows/create-flow'
import { publishFlow } from '@/lib/flows/publish-flow'
import { createFlowSchema } from '@/lib/flows/schema'
import { definition } from '@/lib/flows/testing/definitions'
import { findOrganization } from '@/lib/organizations/find-organization'
import { endpointInput, newSecret } from '@/lib/testing/endpoint-input'
import { flowUsing } from '@/lib/testing/flow-using'
import { createToken } from '@/lib/tokens/create-token'
import { systemContext } from './system-context'
import { type StoppablePostgres, startStoppablePostgres } from './testing/stoppable-postgres'
import { sharedSettings, startWebProcess, type WebProcess } from './testing/web-process'

// Real processes, as `npm start` makes them, on a Postgres of their own that goes away in every way.

/** Answers at once, but for `/held`, which waits for `letGo`. The second process sends its traces here too. */
const held: ServerResponse[] = []
let traces = ''
const upstream = createServer((request, response) => {
  if (request.url === '/v1/traces') request.setEncoding('utf8').on('data', (sent: string) => (traces += sent))
  if (!request.url?.startsWith('/held')) return response.end('{}')
  held.push(response)
  upstream.emit('held')
})
const letGo = () => held.splice(0).forEach((response) => response.end('{}'))

let postgres: StoppablePostgres
let settings: Record<string, string>
let a: WebProcess
let b: WebProcess
let token: string
let flowId: string
let heldFlowId: string
let waitingFlowId: string

beforeAll(async () => {
  upstream.listen(0, '127.0.0.1')
  await once(upstream, 'listening')
  const { port } = upstream.address() as AddressInfo
  postgres = await startStoppablePostgres()
  settings = { ...sharedSettings(postgres.url), EGRESS_ALLOW: `127.0.0.1:${port}` }
  // Both migrate the empty database, at once.
  ;[a, b] = await Promise.all([
    startWebProcess(settings),
    startWebProcess({ ...settings, OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` }),
  ])
  await fill(`http://127.0.0.1:${port}`)
}, 240_000)

afterAll(async () => {
  for (const process of [a, b]) process?.child.kill('SIGKILL')
  upstream.closeAllConnections()
  upstream.close()
  postgres?.remove()
})

/** A token and three published flows: one calls `/customers`, one `/held`, and one waits for an hour. */
async function fill(baseUrl: string): Promise<void> {
  const databaseUrl = appDatabaseUrl(postgres.url, settings.AUTH_SECRET ?? '')
  const { authSecret, encryptionKeys, ...config } = parseSettings(settings)
  const services = createServices({
    ...config,
    databaseUrl,
    authSecret: authSecret ?? '',
    encryptionKeys: encryptionKeys ?? '',
  })
  const organization = await findOrganization(services, 'My organization')
  if (!organization) throw new Error('The first start made no organization.')
  const ctx = systemContext(services, organization)
  const publish = async (url: string) => {
    const endpoint = await createEndpoint(ctx, endpointInput({ baseUrl: url }))
    const flow = await createFlow(ctx, flowUsing(endpoint.id))
    await publishFlow(ctx, { id: flow.id })
    return flow.id
  }
  flowId = await publish(baseUrl)
  heldFlowId = await publish(`${baseUrl}/held`)
  const waiting = await createFlow(ctx, createFlowSchema.parse({ name: 'Waits', definition: hourLong }))
  await publishFlow(ctx, { id: waiting.id })
  waitingFlowId = waiting.id
  token = (await createToken(ctx, { name: 'lifecycle', role: 'admin' })).token
}

const hourLong = definition(
  [
    { id: 'start', type: 'start', data: {} },
    { id: 'wait', type: 'delay', data: { seconds: 3_600 } },
    { id: 'end', type: 'end', data: {} },
  ],
  ['start.next -> wait', 'wait.next -> end'],
)

type Answer = { status: number; type: string; retryAfter: string | null; code: unknown }

async function call(web: WebProcess, method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${web.origin}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const { code } = (await response.json()) as { code?: unknown }
  const { status, headers } = response
  return { status, type: headers.get('content-type') ?? '', retryAfter: headers.get('retry-after'), code }
}

const list = (web: WebProcess) => call(web, 'GET', '/api/v1/runs?limit=1')
const create = (web: WebProcess) =>
  call(web, 'POST', '/api/v1/endpoints', { ...endpointInput(), authentication: { type: 'none' } })
const run = (web: WebProcess) => call(web, 'POST', `/api/v1/flows/${flowId}/runs`, { input: {} })
const health = async (web: WebProcess, kind: 'live' | 'ready') =>
  (await fetch(`${web.origin}/api/health/${kind}`)).status

const unavailable = { status: 503, code: 'unavailable', type: 'application/problem+json' }

/** Everything works, in every process, within the 5 s that the contract gives. */
async function expectBack(): Promise<void> {
  for (const web of [a, b]) {
    await expect.poll(() => health(web, 'ready'), { timeout: 5_000, interval: 50 }).toBe(200)
    expect((await list(web)).status).toBe(200)
    expect((await run(web)).status).toBe(200)
    expect(web.child.exitCode).toBe(null)
  }
}

describe('while the database is away', () => {
  it.each(['killed', 'stopped'] as const)(
    '(%s) a process lives, says that it isn’t ready, and answers 503 until it is back',
    async (how) => {
      await expectBack()
      const underLoad = Array.from({ length: 5 }, async () => {
        const answers: Answer[] = []
        while (answers.at(-1)?.status !== 503) answers.push(await list(a))
        return answers
      })
      if (how === 'killed') await postgres.kill()
      else postgres.stop()
      const answers = (await Promise.all(underLoad)).flat()
      for (const answer of answers) expect([200, 503]).toContain(answer.status)
      expect(await list(a)).toMatchObject(unavailable)
      expect(Number((await list(a)).retryAfter)).toBeGreaterThan(0)
      expect(await health(a, 'live')).toBe(200)
      expect(await health(a, 'ready')).toBe(503)
      await postgres.start()
      await expectBack()
    },
  )

  it('(frozen) a process gives it up, and is back when it thaws', async () => {
    await postgres.freeze()
    const answers = await Promise.all(Array.from({ length: 12 }, () => list(a)))
    for (const answer of answers) expect(answer).toMatchObject(unavailable)
    expect(await health(a, 'live')).toBe(200)
    expect(await health(a, 'ready')).toBe(503)
    await postgres.thaw()
    await expectBack()
  })
})

describe('while the database refuses', () => {
  /** Connections that are there already would not notice. */
  const disconnect = () =>
    postgres.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'postgres_app'`)

  it.each([
    {
      why: 'it takes no writes',
      refuse: 'alter role postgres_app set default_transaction_read_only = on',
      accept: () => 'alter role postgres_app reset default_transaction_read_only',
    },
    {
      why: 'it has too many connections',
      refuse: 'alter role postgres_app connection limit 0',
      accept: () => 'alter role postgres_app connection limit -1',
    },
    {
      why: 'the password was changed',
      refuse: `alter role postgres_app password 'another'`,
      accept: () => `alter role postgres_app password '${rolePassword(settings.AUTH_SECRET ?? '', 'app')}'`,
    },
  ])('because $why, a process answers 503, and recovers without a restart', async ({ refuse, accept }) => {
    await postgres.query(refuse)
    await disconnect()
    await expect.poll(async () => (await create(a)).status).toBe(503)
    expect(await create(a)).toMatchObject(unavailable)
    expect(await health(a, 'live')).toBe(200)
    expect(await health(a, 'ready')).toBe(503)
    await postgres.query(accept())
    await disconnect()
    await expectBack()
    expect((await create(a)).status).toBe(201)
  })
})

/**
 * Starts a run that waits, and follows it.
 * @returns what was said of it, when the stream has ended
 */
async function watchWaitingRun(web: WebProcess): Promise<{ untilEnd: Promise<string> }> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const started = await fetch(`${web.origin}/api/v1/flows/${waitingFlowId}/runs`, {
    method: 'POST',
    headers: { ...headers, prefer: 'respond-async' },
    body: '{}',
  })
  const { id } = (await started.json()) as { id: string }
  const steps = async () => {
    const answer = await fetch(`${web.origin}/api/v1/runs/${id}`, { headers })
    return ((await answer.json()) as { steps: unknown[] }).steps.length
  }
  await expect.poll(steps, { timeout: 5_000 }).toBe(2)
  const events = await fetch(`${web.origin}/api/v1/runs/${id}/events`, { headers })
  return { untilEnd: events.text() }
}

it('sends traces to the collector that it is given', async () => {
  expect((await list(b)).status).toBe(200)
  // They leave in batches, after 5 s at the latest.
  await expect.poll(() => traces, { timeout: 30_000 }).toContain('"GET /api/v1/runs"')
})

it('tells programs of an address that there is not as the API does', async () => {
  const answer = await call(b, 'GET', '/api/v2/flows')
  expect(answer).toMatchObject({ status: 404, type: 'application/problem+json', code: 'not_found' })
})

it('takes a whole address for a path, and refuses what has none', async () => {
  const ask = async (method: string, path: string) => {
    const sent = request(b.origin, { method, path, headers: { authorization: `Bearer ${token}` } }).end()
    const [answer] = (await once(sent, 'response')) as [IncomingMessage]
    answer.resume()
    return answer.statusCode
  }
  expect(await ask('GET', `${b.origin}/api/v1/runs?limit=1`)).toBe(200)
  expect(await ask('GET', `${b.origin}/sign-in`)).toBe(200)
  expect(await ask('OPTIONS', '*')).toBe(400)
  expect(await ask('GET', '/api/auth/%')).toBe(400)
  expect(await ask('GET', '/invite/%E2%82')).toBe(400)
})

it('answers a TRACE with a problem', async () => {
  const [answer] = (await once(
    request(`${b.origin}/api/v1/endpoints`, { method: 'TRACE' }).end(),
    'response',
  )) as [IncomingMessage]
  expect(answer.statusCode).toBe(405)
  expect(answer.headers).toMatchObject({ allow: expect.stringContaining('GET'), 'cache-control': 'no-store' })
  expect(JSON.parse(await text(answer))).toMatchObject({
    code: 'method_not_allowed',
    requestId: answer.headers['x-request-id'],
  })
})

describe('a process that is told to stop', () => {
  it('is not ready any more, finishes what it has accepted, and exits with 0', async () => {
    const watched = await watchWaitingRun(a)
    const arrived = once(upstream, 'held')
    const accepted = call(a, 'POST', `/api/v1/flows/${heldFlowId}/runs`, { input: {} })
    await arrived
    a.child.kill('SIGTERM')
    await expect.poll(() => health(a, 'ready'), { timeout: 1_000, interval: 20 }).toBe(503)
    expect(await list(a)).toMatchObject(unavailable)
    const refused = await fetch(`${a.origin}/api/v1/runs`)
    expect(refused.headers.get('cache-control')).toBe('no-store')
    const { requestId } = (await refused.json()) as { requestId: string }
    expect(refused.headers.get('x-request-id')).toBe(requestId)
    // Whoever watches a run that no process is needed for does not hold the process.
    expect(await watched.untilEnd).toContain('event: progress')
    letGo()
    expect(await accepted).toMatchObject({ status: 200 })
    expect(await a.exited).toEqual([0, null])
    expect(await health(b, 'ready')).toBe(200)
  })

  it('waits for nobody who left before the answer to an earlier request on the same connection', async () => {
    const web = await startWebProcess(settings)
    const arrived = once(upstream, 'held')
    const { port } = new URL(web.origin)
    const socket = connect(Number(port), '127.0.0.1')
    const body = '{"input":{}}'
    const run = [
      `POST /api/v1/flows/${heldFlowId}/runs HTTP/1.1`,
      ...['Host: sluice', `Authorization: Bearer ${token}`, 'Content-Type: application/json'],
      `Content-Length: ${body.length}`,
    ]
    socket.write(`${run.join('\r\n')}\r\n\r\n${body}GET /api/health/live HTTP/1.1\r\nHost: sluice\r\n\r\n`)
    await arrived
    socket.destroy()
    letGo()
    // It would be 28 s if it waited.
    const late = sleep(20_000, 'late', { ref: false })
    expect(await Promise.race([web.stop(), late])).toEqual([0, null])
  })

  it('finishes what it has accepted when its terminal closes, too', async () => {
    const web = await startWebProcess(settings)
    const arrived = once(upstream, 'held')
    const accepted = call(web, 'POST', `/api/v1/flows/${heldFlowId}/runs`, { input: {} })
    await arrived
    web.child.kill('SIGHUP')
    await expect.poll(() => health(web, 'ready'), { timeout: 1_000, interval: 20 }).toBe(503)
    letGo()
    expect(await accepted).toMatchObject({ status: 200 })
    expect(await web.exited).toEqual([0, null])
  })

  it('refuses what was on its way, for long enough for a balancer to see that it is not ready', async () => {
    const web = await startWebProcess(settings)
    const idle = connect(Number(new URL(web.origin).port), '127.0.0.1')
    await once(idle, 'connect')
    const toldAt = performance.now()
    web.child.kill('SIGTERM')
    idle.write('GET /api/v1/runs HTTP/1.1\r\nHost: localhost\r\n\r\n')
    // It may come before the signal.
    expect(await text(idle)).toMatch(/^HTTP\/1\.1 (503|401) /)
    expect(await web.exited).toEqual([0, null])
    expect(performance.now() - toldAt).toBeGreaterThanOrEqual(1_000)
  })

  it('ends at once when it is told twice', async () => {
    const arrived = once(upstream, 'held')
    const accepted = call(b, 'POST', `/api/v1/flows/${heldFlowId}/runs`, { input: {} }).catch(() => 'cut off')
    await arrived
    b.child.kill('SIGTERM')
    await expect.poll(() => health(b, 'ready'), { timeout: 1_000, interval: 20 }).toBe(503)
    await sleep(600) // two within half a second are one Ctrl-C
    b.child.kill('SIGTERM')
    expect(await b.exited).toEqual([1, null])
    expect(await accepted).toBe('cut off')
  })

  it('says what went wrong and exits with 1 after an error that nobody caught, which it shows masked', async () => {
    const canary = newSecret()
    const fault = `process.on('SIGUSR2', () => { Promise.reject(Object.assign(new Error('boom'), { row: process.env.CANARY })) })`
    const preload = `--import=data:text/javascript,${encodeURIComponent(fault)}`
    const web = await startWebProcess({ ...settings, NODE_OPTIONS: preload, CANARY: canary })
    web.child.kill('SIGUSR2')
    expect(await web.exited).toEqual([1, null])
    const line =
      web
        .output()
        .split('\n')
        .find((text) => text.includes('nobody caught')) ?? '{}'
    expect(JSON.parse(line)).toMatchObject({ level: 60, err: { message: 'boom' } })
    expect(web.output()).not.toContain(canary)
  })
})
