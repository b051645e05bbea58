import { setImmediate } from 'node:timers/promises'
import type pg from 'pg'
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest'
import { lendClient } from '@/db/lend-client'
import type { OrgContext } from '@/lib/auth/context'
import { createOwnDatabase, type OwnDatabase } from '@/lib/cli/testing/own-database'
import { createFlow } from '@/lib/flows/create-flow'
import { publishFlow } from '@/lib/flows/publish-flow'
import { createFlowSchema } from '@/lib/flows/schema'
import { definition } from '@/lib/flows/testing/definitions'
import { newId } from '@/lib/new-id'
import { testOrganization, testServices } from '@/lib/testing/organization'
import type { StepRecord } from '../schema'
import { callFlow, queueRun } from '../start-run'
import { rowsLookedAt } from '../testing/rows-looked-at'
import { createRunStore } from './create-run-store'
import { type NewRun, newRunFence, runningState, type RunWrite, type StepRow } from './run-write'

const keyIndex = 'runs_pkey'

// Of its own: only in an empty one are plans made for empty tables.
let database: OwnDatabase
beforeAll(async () => {
  database = await createOwnDatabase()
})
afterAll(() => database.drop())

/** Rows that Postgres has read of the table so far, by the index that led to them. */
async function rowsRead(): Promise<Record<string, number>> {
  const { runsPool } = database
  // Sessions tell at their end.
  const open = Array.from({ length: runsPool.totalCount }, () => runsPool.connect())
  for (const client of await Promise.all(open)) client.release(true)
  await expect.poll(sessions).toBe(0)
  const { rows } = await database.owner.query<{ by: string; rows: number }>(`
    select indexrelname as by, idx_tup_read::int as rows from pg_stat_user_indexes where relname = 'runs'
    union all select 'table', seq_tup_read::int from pg_stat_user_tables where relname = 'runs'`)
  return Object.fromEntries(rows.map(({ by, rows: count }) => [by, count]))
}

async function sessions(): Promise<number> {
  const { rows } = await database.owner.query<{ count: number }>(`
    select count(*)::int from pg_stat_activity where datname = current_database() and usename like '%_runs'`)
  return rows[0]?.count ?? 0
}

async function publishedFlow(editor: OrgContext): Promise<string> {
  const nothing = definition(
    [
      { id: 'start', type: 'start', data: {} },
      { id: 'end', type: 'end', data: {} },
    ],
    ['start.next -> end'],
  )
  const { id } = await createFlow(editor, createFlowSchema.parse({ name: 'F', definition: nothing }))
  await publishFlow(editor, { id })
  return id
}

it('reads for a run that it stores none of those before it', async () => {
  const count = 60
  const { editor } = await testOrganization(testServices({ database }))
  const flowId = await publishedFlow(editor)
  for (let index = 0; index < count; index++) {
    const { finished } = await callFlow(editor, { flowId, stage: 'published', input: {} })
    expect(await finished()).toMatchObject({ status: 'succeeded' })
  }
  const { [keyIndex]: byKey, ...others } = await rowsRead()
  expect(byKey).toBe(count)
  expect(others).toEqual(Object.fromEntries(Object.keys(others).map((by) => [by, 0])))
})

it('reads for a run that goes on none of those that wait', async () => {
  const [waiting, executed] = [200, 12]
  const services = testServices({ database })
  const { editor } = await testOrganization(services)
  const flowId = await publishedFlow(editor)
  const input = { flowId, stage: 'published', input: {} } as const
  const queued = await Promise.all(Array.from({ length: waiting }, () => queueRun(editor, input)))
  const before = await rowsRead()
  for (const { id: runId } of queued.slice(0, executed)) {
    const { claimed } = await services.runStore.claim([{ organizationId: editor.orgId, runId }])
    expect(claimed).toMatchObject([{ id: runId }])
    const held = { id: runId, orgId: editor.orgId, fence: claimed[0]?.fence ?? 0 }
    expect(await services.runStore.beat([held])).toHaveProperty('size', 1)
    const written = await services.runStore.write(endOf(held))
    expect(written).toMatchObject({ outcome: 'stored', status: 'succeeded' })
  }
  const after = await rowsRead()
  const read = Object.entries(after).map(([by, rows]) => rows - (before[by] ?? 0))
  // Each by one index or two, and old versions of it beside the newest.
  expect(Math.max(...read)).toBeLessThan(10 * executed)
})

it('compares no run of a batch with all the others', async () => {
  const count = 100
  const services = testServices({ database })
  const { editor } = await testOrganization(services)
  const input = { flowId: await publishedFlow(editor), stage: 'published', input: {} } as const
  const queued = await Promise.all(Array.from({ length: count }, () => queueRun(editor, input)))
  const jobs = queued.map(({ id: runId }) => ({ organizationId: editor.orgId, runId }))
  const { runStore } = services
  const looked: number[] = []
  looked.push(await lookedAtBy(() => runStore.claim(jobs)))
  const held = jobs.map(({ runId: id }) => ({ id, orgId: editor.orgId, fence: 2 }))
  looked.push(await lookedAtBy(() => runStore.beat(held)))
  looked.push(
    await lookedAtBy(() =>
      Promise.all(
        held.map(async (run) => {
          expect(await runStore.write(endOf(run))).toMatchObject({ outcome: 'stored', status: 'succeeded' })
        }),
      ),
    ),
  )
  expect(looked.filter((rows) => rows > 30 * count)).toEqual([])
})

/** The write with which a run that this process holds ends. */
function endOf({ id, orgId, fence }: { id: string; orgId: string; fence: number }): RunWrite {
  return {
    run: { id, organizationId: orgId, insert: null, fence },
    state: { ...runningState, status: 'succeeded', finishedAt: new Date() },
    steps: [],
    audits: [],
    isQueued: false,
    isPatient: false,
  }
}

/** What Postgres looks at for the only statement of some work. */
async function lookedAtBy(work: () => Promise<unknown>): Promise<number> {
  const { runsPool } = database
  const original = runsPool.query.bind(runsPool) as (...asked: unknown[]) => Promise<unknown>
  let looked = 0
  const explained = async (query: pg.QueryConfig | string, values?: unknown[]) => {
    const asked = typeof query === 'string' ? { text: query, values } : query
    looked += await lendClient(runsPool, (client) => rowsLookedAt(client, asked.text, asked.values ?? []))
    return original(query, values)
  }
  const spy = vi.spyOn(runsPool, 'query').mockImplementation(explained as unknown as () => void)
  await work()
  expect(spy).toHaveBeenCalledTimes(1)
  spy.mockRestore()
  return looked
}

/** Runs in the hands of this process, a store that writes their ends, and the queries that it makes. */
async function claimedRuns(count: number) {
  const services = testServices({ database })
  const { editor } = await testOrganization(services)
  const input = { flowId: await publishedFlow(editor), stage: 'published', input: {} } as const
  const queued = await Promise.all(Array.from({ length: count }, () => queueRun(editor, input)))
  const jobs = queued.map(({ id: runId }) => ({ organizationId: editor.orgId, runId }))
  const { claimed } = await services.runStore.claim(jobs)
  expect(claimed).toHaveLength(count)

  const query = vi.spyOn(database.runsPool, 'query')
  onTestFinished(() => query.mockRestore())
  const store = createRunStore(database.runsPool, services.runQueue)
  const write = (index: number, more: Pick<Partial<RunWrite>, 'state' | 'steps' | 'isPatient'>): RunWrite => {
    const { id = '', fence = 0 } = claimed[index] ?? {}
    return { ...endOf({ id, orgId: editor.orgId, fence }), ...more }
  }
  const end = (index: number, more: Parameters<typeof write>[1]) => store.write(write(index, more))
  return { query, write, end, claimed, store, editor }
}

it('keeps each output and each step with its run, whatever they are', async () => {
  const outputs = ['', null, false, 0, 'two\nlines', { text: 'two\nlines', '': null }, [], null]
  const { query, end, claimed } = await claimedRuns(outputs.length)
  const ends = outputs.map((output, index) => {
    const state = { ...runningState, status: 'succeeded', finishedAt: new Date(), output } as const
    return end(index, { state, steps: index % 2 === 0 ? [] : [stepWith(`line\n${index}`)] })
  })
  await Promise.all(ends)
  expect(query).toHaveBeenCalledTimes(1)
  const { rows } = await database.owner.query<{ output: unknown; body: string | null }>(
    `select output, record::jsonb -> 'request' ->> 'body' as body
     from runs left join run_steps on run_id = id where id = any ($1) order by array_position($1, id)`,
    [claimed.map(({ id }) => id)],
  )
  expect(rows).toEqual(
    outputs.map((output, index) => ({ output, body: index % 2 === 0 ? null : `line\n${index}` })),
  )
})

it('stores a new run alone just as it would among others', async () => {
  const { editor } = await testOrganization(testServices({ database }))
  const flowId = await publishedFlow(editor)
  const { insert, end } = await newRunOf(editor, flowId)
  const store = createRunStore(database.runsPool, editor.runQueue)
  const query = vi.spyOn(database.runsPool, 'query')
  onTestFinished(() => query.mockRestore())
  const asked = { flowName: 'F', address: '192.0.2.1' }
  const started = { ...asked, action: 'run.started', details: { stage: 'draft' } } as const
  const ended = { ...asked, action: 'run.finished', details: {} } as const
  const whole: Partial<RunWrite> = { audits: [started, ended], steps: [stepWith('a\nb')] }
  const failed = {
    ...end.state,
    output: null,
    error: { code: 'internal_error', message: 'x', nodeId: null },
  } as const
  const [step] = whole.steps ?? []
  const changes: Partial<RunWrite>[] = [
    whole,
    { ...whole, state: failed },
    { ...whole, state: runningState, audits: [started] },
    {
      ...whole,
      steps: step ? [{ step: { ...step.step, inFlight: 'once', value: 'v' }, earlier: [step.step] }] : [],
    },
  ]
  const write = async (change: Partial<RunWrite>) => {
    const id = newId()
    const run = { id, organizationId: editor.orgId, fence: newRunFence, insert: { ...insert, id } }
    expect(await store.write({ ...end, ...change, run })).toMatchObject({ outcome: 'stored', revision: 1 })
    return id
  }
  for (const change of changes) {
    query.mockClear()
    const alone = await write(change)
    const together = await Promise.all([write(change), write(change)])
    const names = query.mock.calls.map(([asked]) => (asked as unknown as pg.QueryConfig).name)
    expect(names).toEqual(['write_new_run', 'write_runs'])
    expect(await rowsOfRun(alone)).toEqual(await rowsOfRun(together[0]))
  }
})

it('stores no second run of one key, alone or among others', async () => {
  const { editor } = await testOrganization(testServices({ database }))
  const { insert, end } = await newRunOf(editor, await publishedFlow(editor))
  const store = createRunStore(database.runsPool, editor.runQueue)
  const audits: RunWrite['audits'] = [{ action: 'run.started', flowName: 'F', address: null }]
  const outcomes: string[] = []
  for (let index = 0; index < 2; index++) {
    const id = newId()
    const run = { id, organizationId: editor.orgId, fence: newRunFence }
    const keyed = { ...run, insert: { ...insert, id, idempotencyKey: 'k', idempotencyHash: 'h' } }
    const { outcome } = await store.write({ ...end, run: keyed, audits, steps: [stepWith('x')] })
    outcomes.push(outcome)
  }
  expect(outcomes).toEqual(['stored', 'taken'])
})

/** What is stored of a run, without what differs from run to run. */
async function rowsOfRun(id: string) {
  const { rows } = await database.owner.query(
    `select to_jsonb(r) - '{id,heartbeat_at}'::text[] as run, to_jsonb(s) - 'run_id' as step,
       (select jsonb_agg(to_jsonb(a) - '{id,object_id,at}'::text[] order by a.id) from audit_entries a
        where object_id = r.id) as audits
     from runs r left join run_steps s on s.run_id = r.id where r.id = $1`,
    [id],
  )
  expect(rows).toHaveLength(1)
  return rows[0]
}

/** A run of a flow as it is stored first, and the write with which it is over at once. */
async function newRunOf(editor: OrgContext, flowId: string): Promise<{ insert: NewRun; end: RunWrite }> {
  const write = vi.spyOn(editor.runStore, 'write')
  const { finished } = await callFlow(editor, { flowId, stage: 'published', input: { a: '\ud800' } })
  await finished()
  const [end] = write.mock.calls[0] ?? []
  write.mockRestore()
  if (!end?.run.insert) throw new Error('The run was not stored at once.')
  return { insert: end.run.insert, end }
}

it('audits the end of a run as it is stored, whatever it came to when it was to be canceled', async () => {
  const { store, claimed, editor } = await claimedRuns(2)
  const ids = claimed.map(({ id }) => id)
  await database.owner.query('update runs set cancel_requested_at = now() where id = $1', [ids[0]])
  const details = { status: 'succeeded', code: null }
  const audit = { action: 'run.finished', details, flowName: 'F', address: null } as const
  const written = await Promise.all(
    claimed.map(({ id, fence }) =>
      store.write({ ...endOf({ id, orgId: editor.orgId, fence }), audits: [audit] }),
    ),
  )
  expect(written).toMatchObject([{ status: 'canceled' }, { status: 'succeeded' }])
  const { rows } = await database.owner.query(
    `select details from audit_entries where action = 'run.finished' and object_id = any ($1)
     order by array_position($1, object_id)`,
    [ids],
  )
  expect(rows).toEqual([{ details: { status: 'canceled', code: 'canceled' } }, { details }])
})

it('lets nobody wait for the end of somebody else’s large bodies', async () => {
  const { query, end } = await claimedRuns(3)
  const large = end(0, { steps: [stepWith('x'.repeat(1024 * 1024))] })
  await setImmediate()
  const small = end(1, { steps: [stepWith('x')] })
  await setImmediate()
  expect(query).toHaveBeenCalledTimes(2)
  const other = end(2, { steps: [stepWith('x')] }) // there are two by now
  await setImmediate()
  expect(query).toHaveBeenCalledTimes(2)
  expect(await Promise.all([large, small, other])).toMatchObject([
    { outcome: 'stored' },
    { outcome: 'stored' },
    { outcome: 'stored' },
  ])
  expect(query).toHaveBeenCalledTimes(3)
})

it('lets nobody wait for the end of somebody else’s large output', async () => {
  const { query, end } = await claimedRuns(2)
  const output = { text: 'x'.repeat(1024 * 1024) }
  const state = { ...runningState, status: 'succeeded', finishedAt: new Date(), output } as const
  const large = end(0, { state })
  await setImmediate()
  const small = end(1, {})
  await setImmediate()
  expect(query).toHaveBeenCalledTimes(2)
  expect(await Promise.all([large, small])).toMatchObject([{ outcome: 'stored' }, { outcome: 'stored' }])
})

it('tries those alone that ran out of time together', async () => {
  const { query, claimed, store, write } = await claimedRuns(3)
  const { owner } = database
  await owner.query('begin')
  await owner.query('select from runs where id = $1 for update', [claimed[0]?.id])
  const writes = [0, 1, 2].map((index) => write(index, {}))
  const outOfTime = await Promise.allSettled(writes.map((each) => store.write(each)))
  expect(query).toHaveBeenCalledTimes(1)
  expect(outOfTime.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  const again = writes.map((each) => store.write(each))
  expect(await Promise.all(again.slice(1))).toMatchObject([{ outcome: 'stored' }, { outcome: 'stored' }])
  await owner.query('rollback')
  expect(await again[0]).toMatchObject({ outcome: 'stored' })
  expect(query).toHaveBeenCalledTimes(4)
})

it('beats without waiting for a row that somebody is changing', async () => {
  const { claimed, store, editor } = await claimedRuns(2)
  const { owner } = database
  await owner.query('begin')
  await owner.query('select from runs where id = $1 for update', [claimed[0]?.id])
  const held = claimed.map(({ id, fence }) => ({ id, fence, orgId: editor.orgId }))
  const alive = await store.beat([...held, { id: claimed[1]?.id ?? '', fence: 77, orgId: editor.orgId }])
  await owner.query('rollback')
  expect([...alive.keys()].toSorted()).toEqual(held.map(({ id }) => id).toSorted())
})

function stepWith(body: string): StepRow {
  const at = new Date().toISOString()
  const record: StepRecord = {
    ...{ nodeId: 'start', key: 'start', label: 'Start', type: 'start', output: 'next', input: null },
    ...{ request: { method: 'POST', url: 'https://example.com/', headers: [], body } },
    ...{ response: null, result: null, error: null, timing: null, attempts: [], endpoint: null },
  }
  const step = { position: 0, nodeId: 'start', status: 'succeeded', inFlight: null, value: null } as const
  return { step: { ...step, record, startedAt: at, finishedAt: at }, earlier: [] }
}

it('lets nobody wait for the end of a batch that somebody holds up', async () => {
  const { end, claimed } = await claimedRuns(2)
  const { owner } = database
  await owner.query('begin')
  await owner.query('select from runs where id = $1 for update', [claimed[0]?.id])
  const heldUp = end(0, {})
  await setImmediate()
  expect(await end(1, {})).toMatchObject({ outcome: 'stored' })
  await owner.query('rollback')
  expect(await heldUp).toMatchObject({ outcome: 'stored' })
})

it('lets what nobody waits for share a commit, and nothing wait for that', async () => {
  const { query, end } = await claimedRuns(4)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const first = end(0, { isPatient: true })
  await setImmediate()
  const second = end(1, { isPatient: true })
  await setImmediate()
  expect(query).not.toHaveBeenCalled()
  vi.advanceTimersByTime(100)
  expect(await Promise.all([first, second])).toMatchObject([{ outcome: 'stored' }, { outcome: 'stored' }])
  expect(query).toHaveBeenCalledTimes(1)

  const patient = end(2, { isPatient: true })
  await setImmediate()
  const urgent = end(3, {})
  expect(await Promise.all([patient, urgent])).toMatchObject([{ outcome: 'stored' }, { outcome: 'stored' }])
  expect(query).toHaveBeenCalledTimes(2)
})
