import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createOwnDatabase, type OwnDatabase } from '@/lib/cli/testing/own-database'
import { callFlow, definition } from '@/lib/flows/testing/definitions'
import { startRun } from '@/lib/runs/start-run'
import { startWorker, type Worker } from '@/lib/runs/start-worker'
import { json, type UpstreamFlow, upstreamFlow } from '@/lib/runs/testing/upstream-flow'
import { watchersOf } from '@/lib/runs/testing/watchers'
import { drain } from '@/lib/shutdown'
import { type ApiClient, apiClient } from '@/lib/testing/api'
import { testServices } from '@/lib/testing/organization'

let database: OwnDatabase
beforeAll(async () => {
  database = await createOwnDatabase()
})
afterAll(() => database.drop())

type Options = Omit<NonNullable<Parameters<typeof upstreamFlow>[0]>, 'database'>

/** A flow, a program that may run it, and a worker. */
async function published(options: Options = {}) {
  const flow = await upstreamFlow({ database, ...options })
  const call = await apiClient(flow.organization, 'editor')
  expect((await call('POST', `/flows/${flow.flowId}/publish`, {})).status).toBe(200)
  const run = (headers: Record<string, string> = {}, body: unknown = { input: {} }) =>
    call('POST', `/flows/${flow.flowId}/runs`, body, headers)
  return { flow, call, run }
}

function workerOf(flow: UpstreamFlow): Worker {
  return startWorker(testServices({ allow: `127.0.0.1:${flow.server.port}`, database }), 1)
}

/** Accepts requests and answers when it is told to. */
function hanging() {
  let release = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  return {
    release,
    onRequest: (socket: { write: (text: string) => void }) => {
      void released.then(() => socket.write(json('{"ok":true}')))
    },
  }
}

async function ended(call: ApiClient, id: string) {
  await expect
    .poll(async () => (await call('GET', `/runs/${id}`)).body.finishedAt, { timeout: 30_000 })
    .not.toBeNull()
  return (await call('GET', `/runs/${id}`)).body
}

describe('a run that the caller waits for', () => {
  it('is answered as it is stored', async () => {
    const { call, run } = await published()
    const answer = await run()
    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'succeeded', output: { body: { ok: true } } },
    })
    expect((await call('GET', `/runs/${answer.body.id}`)).body).toEqual(answer.body)
  })

  it('is stored before a request leaves that may leave only once', async () => {
    const upstream = hanging()
    const { call, run, flow } = await published({ ...upstream, call: { method: 'POST' } })
    const answered = run()
    await expect.poll(() => flow.server.requests.length).toBe(1)
    const { data } = (await call('GET', `/runs?flow=${flow.flowId}`)).body
    expect(data).toMatchObject([{ status: 'running' }])
    upstream.release()
    expect((await answered).body).toMatchObject({ id: data[0].id, status: 'succeeded' })
  })
})

describe('Prefer', () => {
  it('respond-async is answered at once, with where to find the run', async () => {
    const { flow, call, run } = await published()
    const accepted = await run({ prefer: 'respond-async' })
    expect(accepted).toMatchObject({ status: 202, body: { status: 'queued', finishedAt: null } })
    expect(accepted.headers.get('location')).toBe(`/api/v1/runs/${accepted.body.id}`)
    expect(accepted.headers.get('preference-applied')).toBe('respond-async')
    const worker = workerOf(flow)
    expect(await ended(call, accepted.body.id)).toMatchObject({ status: 'succeeded' })
    await worker.stop()
  })

  it('wait=N is answered with the end when it comes in time, and with 202 when it does not', async () => {
    const quick = await published()
    const inTime = await quick.run({ prefer: 'wait=30' })
    expect(inTime).toMatchObject({ status: 200, body: { status: 'succeeded' } })
    expect(inTime.headers.get('preference-applied')).toBe('wait=30')

    const upstream = hanging()
    const slow = await published(upstream)
    const late = await slow.run({ prefer: 'respond-async, wait=1' })
    expect(late).toMatchObject({ status: 202, body: { status: 'running' } })
    expect(late.headers.get('location')).toBe(`/api/v1/runs/${late.body.id}`)
    upstream.release()
    expect(await ended(slow.call, late.body.id)).toMatchObject({ status: 'succeeded' })
  })

  it.each(['wait=soon', 'handling=lenient', 'wait', ''])('“%s” changes nothing', async (prefer) => {
    const { run } = await published()
    const answer = await run({ prefer })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('preference-applied')).toBeNull()
  })
})

describe('a run that goes on', () => {
  it('is followed no longer than its callers are waiting, however often they come', async () => {
    const { run } = await published()
    const key = { 'idempotency-key': 'repeated' }
    const first = await run({ ...key, prefer: 'respond-async' })
    const watchers = watchersOf(database.db)
    const repeats = [1, 2, 3].map(() => run({ ...key, prefer: 'wait=1' }))
    await watchers.until(3)
    for (const { status, body } of await Promise.all(repeats)) {
      expect({ status, id: body.id }).toEqual({ status: 202, id: first.body.id })
    }
    await watchers.until(0)
    await database.owner.query('delete from pgboss.job')
  })

  it('is not followed at all when its caller was answered before the queue had it', async () => {
    const upstream = hanging()
    const { run, call } = await published({ ...upstream, definition: callsThenWaits })
    const watchers = watchersOf(database.db)
    const { status, body } = await run({ prefer: 'wait=1' })
    expect(status).toBe(202)
    upstream.release()
    await expect.poll(() => isSuspended(body.id)).toBe(true)
    expect((await call('GET', `/runs/${body.id}`)).body).toMatchObject({ status: 'running' })
    expect(watchers.ever()).toBe(0)
  })

  it('is followed no longer when the process stops', async () => {
    const { run } = await published({ definition: callsThenWaits })
    const watchers = watchersOf(database.db)
    withShutdownOfItsOwn()
    const answered = run()
    await watchers.until(1)
    await drain(AbortSignal.abort())
    expect(await answered).toMatchObject({ status: 202, body: { status: 'running' } })
    await watchers.until(0)
  })
})

function callsThenWaits(endpointId: string) {
  return definition(
    [
      { id: 'start', type: 'start', data: {} },
      { id: 'call', type: 'apiCall', data: { endpointId } },
      { id: 'wait', type: 'delay', data: { seconds: 3_600 } },
    ],
    ['start.next -> call', 'call.success -> wait'],
  )
}

async function isSuspended(id: string): Promise<boolean> {
  const { rowCount } = await database.owner.query(
    'select from runs where id = $1 and suspended_until is not null',
    [id],
  )
  return rowCount === 1
}

/** So that this process goes on after the test. */
function withShutdownOfItsOwn(): void {
  const holder = globalThis as Record<symbol, unknown>
  const key = Symbol.for('sluice.shutdown')
  const others = holder[key]
  holder[key] = undefined
  onTestFinished(() => void (holder[key] = others))
}

describe('a run that can’t be stored', () => {
  it('at all is answered as an outage, not as a flow that is not there', async () => {
    const { run, call, flow } = await published()
    await whileRefusing('true', async () => {
      const answer = await run()
      expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } })
      expect(answer.body.detail).toMatch(/could not be stored/)
      expect(answer.headers.get('retry-after')).toBe('5')
    })
    expect((await call('GET', `/runs?flow=${flow.flowId}`)).body.data).toEqual([])
  })

  it('at all has sent nothing that may not be sent again, and says so', async () => {
    const { run, flow } = await published({ definition: (id) => callFlow(id, { method: 'POST' }) })
    await whileRefusing('true', async () => {
      expect((await run()).body.detail).toMatch(/sent nothing that may not be sent again/)
    })
    expect(flow.server.requests).toHaveLength(0)
    expect(await run()).toMatchObject({ status: 200 })
    expect(flow.server.requests).toHaveLength(1)
  })

  it('at all is no run that the editor could show', async () => {
    const { call, flow } = await published()
    const { editor } = flow.organization
    await whileRefusing('true', async () => {
      const starting = startRun(editor, { flowId: flow.flowId, stage: 'draft', input: {} })
      await expect(starting).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining('did nothing') as string,
      })
    })
    expect(flow.server.requests).toHaveLength(0)
    expect((await call('GET', `/runs?flow=${flow.flowId}`)).body.data).toEqual([])
  })

  it('to its end, but was begun, is waited for', async () => {
    const { run } = await published()
    const watchers = watchersOf(database.db)
    let answering: ReturnType<typeof run> | undefined
    await whileRefusing('finished_at is not null', () => {
      answering = run({ 'idempotency-key': 'begun' })
      return watchers.until(1)
    })
    await database.owner.query(`
      with ended as (
        update runs set status = 'canceled', finished_at = now() where idempotency_key = 'begun' returning id)
      select pg_notify('sluice_runs', id::text) from ended`)
    expect(await answering).toMatchObject({ status: 200, body: { status: 'canceled' } })
  })
})

/** Has Postgres take no such row of a run. */
async function whileRefusing<T>(rows: string, work: () => Promise<T>): Promise<T> {
  await database.owner.query(`alter table runs add constraint refused check (not (${rows})) not valid`)
  try {
    return await work()
  } finally {
    await database.owner.query('alter table runs drop constraint refused')
  }
}

it('refuses a misspelt query rather than run what was not meant', async () => {
  const { flow, call } = await published()
  expect(await call('POST', `/flows/${flow.flowId}/runs?verison=draft`, {})).toMatchObject({
    status: 400,
    body: { code: 'invalid_input', errors: [{ path: 'verison' }] },
  })
})

describe('Idempotency-Key', () => {
  it('makes fifty requests at once one run, and one request to the API', async () => {
    const { flow, run } = await published({ call: { method: 'POST' } })
    const answers = await Promise.all(Array.from({ length: 50 }, () => run({ 'idempotency-key': 'order-7' })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    expect(new Set(answers.map(({ body }) => body.status))).toEqual(new Set(['succeeded']))
    expect(flow.server.requests).toHaveLength(1)
  })

  it('holds for queued runs too', async () => {
    const { run } = await published()
    const key = { prefer: 'respond-async', 'idempotency-key': 'a' }
    const answers = await Promise.all([run(key), run(key), run(key)])
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202])
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    await database.owner.query('delete from pgboss.job')
  })

  it('refuses another request with the same key', async () => {
    const { flow, run, call } = await published()
    const key = { 'idempotency-key': 'b' }
    await run(key, { input: { a: 1 } })
    const other = await run(key, { input: { a: 2 } })
    expect(other).toMatchObject({ status: 409, body: { code: 'idempotency_mismatch' } })
    expect((await run(key, { input: { a: 1 } })).status).toBe(200)
    expect((await call('GET', `/runs?flow=${flow.flowId}`)).body.data).toHaveLength(1)
  })

  it('takes a request for the same however it is spelled', async () => {
    const { flow, call } = await published()
    const path = (id: string) => `/flows/${id}/runs`
    const key = { 'idempotency-key': 'spelled' }
    const input = '{"a":{"x":[{"p":1,"q":2}],"__proto__":3},"b":null}'
    const again = '{ "b": null, "a": { "__proto__": 3, "x": [ { "q": 2, "p": 1.0 } ] } }'
    const first = await call('POST', path(flow.flowId), `{"input":${input}}`, key)
    const second = await call('POST', path(flow.flowId.toUpperCase()), `{"input":${again}}`, key)
    expect([first.status, second.status]).toEqual([200, 200])
    expect(second.body.id).toBe(first.body.id)
    for (const other of [
      input.replace('3', '4'),
      input.replace('null', '{}'),
      input.replace('"__proto__":3', '"z":3'),
      input.replace('[{"p":1,"q":2}]', '[2,1]'),
      input.replace('[{"p":1,"q":2}]', '{"0":{"p":1,"q":2}}'),
    ]) {
      const answer = await call('POST', path(flow.flowId), `{"input":${other}}`, key)
      expect(answer).toMatchObject({ status: 409, body: { code: 'idempotency_mismatch' } })
    }
  })

  it.each(['', 'respond-async'])('finds the run again whatever became of its flow (%s)', async (prefer) => {
    const { flow, run, call } = await published()
    const key = { prefer, 'idempotency-key': `gone ${prefer}`.trim().replace(' ', '-') }
    const first = await run(key)
    const { definition: drawn, version } = (await call('GET', `/flows/${flow.flowId}`)).body
    drawn.nodes[0].data.inputs = [{ name: 'must', type: 'string', required: true }]
    await call('PATCH', `/flows/${flow.flowId}`, { version, definition: drawn })
    expect((await call('POST', `/flows/${flow.flowId}/publish`, {})).status).toBe(200)
    expect((await run({})).status).toBe(400)
    expect((await run(key)).body.id).toBe(first.body.id)
    expect(await run(key, { input: { must: 'be' } })).toMatchObject({ status: 409 })
    expect((await call('DELETE', `/flows/${flow.flowId}`)).status).toBe(204)
    expect((await run({})).status).toBe(404)
    expect((await run(key)).body.id).toBe(first.body.id)
    await database.owner.query('delete from pgboss.job')
  })

  it('is another organization’s own', async () => {
    const [one, two] = [await published(), await published()]
    const key = { 'idempotency-key': 'shared' }
    const [first, second] = [await one.run(key), await two.run(key)]
    expect([first.status, second.status]).toEqual([200, 200])
    expect(first.body.id).not.toBe(second.body.id)
  })

  it('is free again after a day', async () => {
    const { run } = await published()
    const key = { 'idempotency-key': 'c' }
    const first = await run(key)
    await database.owner.query(
      `update runs set created_at = created_at - interval '25 hours' where id = $1`,
      [first.body.id],
    )
    const second = await run(key, { input: { other: true } })
    expect(second.status).toBe(200)
    expect(second.body.id).not.toBe(first.body.id)
  })

  it.each(['', ' ', 'a b', 'x'.repeat(256), 'ü'])('refuses “%s”', async (key) => {
    const { run } = await published()
    const answer = await run({ 'idempotency-key': key })
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid_input', errors: [{ path: 'Idempotency-Key' }] },
    })
  })
})
