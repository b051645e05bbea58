import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createOwnDatabase, type OwnDatabase } from '@/lib/cli/testing/own-database'
import { publishFlow } from '@/lib/flows/publish-flow'
import { definition } from '@/lib/flows/testing/definitions'
import { testServices } from '@/lib/testing/organization'
import { cancelRun } from './cancel-run'
import { getRun } from './get-run'
import { runChannel } from './run-channel'
import { drainRuns } from './running-runs'
import { callFlow, queueRun } from './start-run'
import { startWorker, type Worker } from './start-worker'
import { createRunStore } from './store/create-run-store'
import { inTransaction } from './store/in-transaction'
import { maxBatchSize } from './store/write-statement'
import { json, type UpstreamFlow, upstreamFlow } from './testing/upstream-flow'
import { untilEnded } from './until-ended'
import { watchRun } from './watch-run'

let database: OwnDatabase
beforeAll(async () => {
  database = await createOwnDatabase()
})
afterAll(() => database.drop())

const draft = { stage: 'draft', input: {} } as const

/** As another process would be: with parts of its own, on the same database. */
function otherProcess(flow: UpstreamFlow) {
  return testServices({ allow: `127.0.0.1:${flow.server.port}`, database })
}

const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1_000)

/** One to which everybody else seems dead. */
async function impatientProcess(flow: UpstreamFlow) {
  const { runQueue, ...services } = otherProcess(flow)
  const runStore = createRunStore(database.runsPool, runQueue, 0)
  await runStore.vigil.look()
  return { ...services, runQueue, runStore }
}

const callingTwice = (endpointId: string, call: Record<string, unknown> = {}, seconds = 0) =>
  definition(
    [
      { id: 'start', type: 'start', data: {} },
      { id: 'one', type: 'apiCall', data: { endpointId, ...call } },
      {
        id: 'set',
        type: 'setVariables',
        data: { variables: [{ name: 'a', value: '{{ steps.one.body.n }}' }] },
      },
      { id: 'wait', type: 'delay', data: { seconds } },
      { id: 'two', type: 'apiCall', data: { endpointId, path: '/two' } },
      {
        id: 'end',
        type: 'end',
        data: { output: { a: '{{ vars.a }}', one: '{{ steps.one.body }}', two: '{{ steps.two.body }}' } },
      },
      { id: 'failed', type: 'end', data: { failed: true, output: { why: '{{ steps.one.error.code }}' } } },
    ],
    [
      'start.next -> one',
      'one.success -> set',
      'one.error -> failed',
      'set.next -> wait',
      'wait.next -> two',
      'two.success -> end',
    ],
  )

/** Answers with a number that counts the requests. */
const counting = {
  onRequest: (socket: { write: (text: string) => void }, { index }: { index: number }) =>
    socket.write(json(`{"n":${index}}`)),
}

describe('a queued run', () => {
  it('is accepted at once, and executed by a worker', async () => {
    const flow = await upstreamFlow({ database, ...counting, definition: (id) => callingTwice(id) })
    const { editor } = flow.organization
    const run = await queueRun(editor, { flowId: flow.flowId, ...draft })
    expect(run).toMatchObject({ status: 'queued', startedAt: null, steps: [] })
    expect(await getRun(editor, run)).toEqual(run)
    expect(flow.server.requests).toHaveLength(0)

    const worker = startWorker(otherProcess(flow), 1)
    const ended = await untilEnded(editor, run.id)
    await worker.stop()
    expect(ended).toMatchObject({
      status: 'succeeded',
      output: { a: 0, one: { n: 0 }, two: { n: 1 } },
      startedBy: { type: 'user', name: editor.actor.name },
    })
    expect(ended.steps).toHaveLength(6)
    await expectEmptyQueue()
  })

  it('that has several jobs, as after a death, is executed once', async () => {
    const flow = await upstreamFlow({
      database,
      ...counting,
      definition: (id) => callingTwice(id, { method: 'POST' }),
    })
    const { editor } = flow.organization
    const run = await queueRun(editor, { flowId: flow.flowId, ...draft })
    const { runQueue } = otherProcess(flow)
    const job = { run: { id: run.id, organizationId: editor.orgId }, afterMs: 0 }
    await inTransaction(database.runsPool, (client) => runQueue.add(client, [job, job]))
    const worker = startWorker(otherProcess(flow), 1)
    expect(await untilEnded(editor, run.id)).toMatchObject({ status: 'succeeded' })
    await untilQueueIsEmpty()
    await worker.stop()
    expect(flow.server.requests.map(({ method }) => method)).toEqual(['POST', 'GET'])
  })

  it('sees as its start when a worker took it up', async () => {
    const flow = await upstreamFlow({
      database,
      definition: () =>
        definition(
          [
            { id: 'start', type: 'start', data: {} },
            { id: 'end', type: 'end', data: { output: { at: '{{ run.startedAt }}' } } },
          ],
          ['start.next -> end'],
        ),
    })
    const { editor } = flow.organization
    const run = await queueRun(editor, { flowId: flow.flowId, ...draft })
    await sleep(20)
    const worker = startWorker(otherProcess(flow), 1)
    const { startedAt, createdAt, output } = await untilEnded(editor, run.id)
    await worker.stop()
    expect(output).toEqual({ at: startedAt })
    expect(startedAt).not.toBe(createdAt)
  })

  it('that is canceled before a worker has it never begins', async () => {
    const flow = await upstreamFlow({ database })
    const { editor } = flow.organization
    const run = await queueRun(editor, { flowId: flow.flowId, ...draft })
    expect(await cancelRun(editor, run)).toMatchObject({ status: 'canceled', error: { code: 'canceled' } })
    const worker = startWorker(otherProcess(flow), 1)
    await untilQueueIsEmpty()
    await worker.stop()
    expect(flow.server.requests).toHaveLength(0)
    expect(await getRun(editor, run)).toMatchObject({ status: 'canceled', steps: [] })
  })
})

describe('a delay', () => {
  it('holds no process, and ends when its time has come', async () => {
    const flow = await upstreamFlow({ database, ...counting, definition: (id) => callingTwice(id, {}, 1) })
    const { run, finished } = await flow.start()
    await untilWaiting(run.id)
    const { steps } = await getRun(flow.organization.viewer, run)
    expect(steps.map(({ record }) => record.input)).toMatchObject([null, null, null, { seconds: 1 }])
    // Another process goes on with it, after nobody had it.
    const worker = startWorker(otherProcess(flow), 1)
    const ended = await finished
    await worker.stop()
    expect(ended).toMatchObject({ status: 'succeeded', output: { a: 0, one: { n: 0 }, two: { n: 1 } } })
    const wait = ended.steps.find(({ record }) => record.nodeId === 'wait')
    const waited = Date.parse(wait?.finishedAt ?? '') - Date.parse(wait?.startedAt ?? '')
    expect(waited).toBeGreaterThanOrEqual(1_000)
    await expectEmptyQueue()
  })

  it('is canceled at once, without a process', async () => {
    const flow = await upstreamFlow({ database, ...counting, definition: (id) => callingTwice(id, {}, 600) })
    const { editor } = flow.organization
    const { run, finished } = await flow.start()
    await untilWaiting(run.id)
    expect(await cancelRun(editor, run)).toMatchObject({ status: 'canceled' })
    const ended = await finished
    expect(ended.steps.at(-1)).toMatchObject({ status: 'canceled', record: { nodeId: 'wait' } })
    expect(flow.server.requests).toHaveLength(1)
    await database.owner.query('delete from pgboss.job')
  })

  it('is not gone on with when it is canceled while a process reads what it had come to', async () => {
    const flow = await upstreamFlow({ database, ...counting, definition: (id) => callingTwice(id, {}, 600) })
    const { editor } = flow.organization
    const { run, finished } = await flow.start()
    await untilWaiting(run.id)
    await endWait(run.id)
    const { runStore, ...services } = otherProcess(flow)
    const steps = async (claimed: Parameters<typeof runStore.steps>[0]) => {
      const isHeard = new Promise<void>((resolve) => {
        onTestFinished(runChannel(services.db).subscribe('sluice_run_cancel', run.id, resolve))
      })
      await cancelRun(editor, run)
      await isHeard
      return runStore.steps(claimed)
    }
    const worker = startWorker({ ...services, runStore: { ...runStore, steps } }, 1)
    expect(await finished).toMatchObject({ status: 'canceled' })
    await worker.stop()
    expect(flow.server.requests).toHaveLength(1)
  })

  it('goes on until its time has come when its process died before it was laid aside', async () => {
    const flow = await upstreamFlow({ database, ...counting, definition: (id) => callingTwice(id, {}, 600) })
    const { run, finished, worker } = await startAndLoseProcess(flow)
    expect(await secondsLeft(run.id)).toBeGreaterThan(400)
    // The clock of the worker is behind by all that is left.
    await endWait(run.id)
    const ended = await finished
    await worker.stop()
    expect(ended).toMatchObject({ status: 'succeeded', output: { a: 0, two: { n: 1 } } })
    await database.owner.query('delete from pgboss.job')
  })

  it('keeps values that are too large for the record', async () => {
    const text = 'x'.repeat(2_000_000)
    const flow = await upstreamFlow({
      database,
      onRequest: (socket) => socket.write(json(JSON.stringify({ n: text }))),
      definition: (endpointId) =>
        definition(
          [
            { id: 'start', type: 'start', data: {} },
            { id: 'one', type: 'apiCall', data: { endpointId } },
            { id: 'wait', type: 'delay', data: { seconds: 0.1 } },
            { id: 'end', type: 'end', data: { output: { size: '{{ steps.one.body.n | size }}' } } },
          ],
          ['start.next -> one', 'one.success -> wait', 'wait.next -> end'],
        ),
    })
    const worker = startWorker(otherProcess(flow), 1)
    const ended = await flow.run()
    await worker.stop()
    expect(ended).toMatchObject({ status: 'succeeded', output: { size: 2_000_000 } })
    const { rows } = await database.owner.query('select value from run_steps where run_id = $1', [ended.id])
    expect(rows.map(({ value }) => value as unknown)).toEqual([null, null, null, null])
  })
})

describe('a retry that waits for long', () => {
  it('goes on with the next attempt, in whatever process', async () => {
    const flow = await upstreamFlow({
      database,
      onRequest: (socket, { index }) =>
        socket.write(
          index === 0 ? json('{}', { status: '503 Busy', headers: 'Retry-After: 3\r\n' }) : json('{"n":7}'),
        ),
      call: { retry: { attempts: 2, delaySeconds: 0.01 } },
    })
    const { run, finished } = await flow.start()
    await untilWaiting(run.id)
    const worker = startWorker(otherProcess(flow), 1)
    const ended = await finished
    await worker.stop()
    expect(ended).toMatchObject({ status: 'succeeded', output: { body: { n: 7 } } })
    expect(ended.steps[1]?.record.attempts).toMatchObject([
      { number: 1, statusCode: 503, waitMs: 3_000 },
      { number: 2, statusCode: 200 },
    ])
  })

  it('waits as long when its process died before it was laid aside', async () => {
    const flow = await upstreamFlow({
      database,
      endpoint: { responseTimeoutSeconds: 300 },
      onRequest: (socket, { index }) =>
        socket.write(
          index === 0 ? json('{}', { status: '503 Busy', headers: 'Retry-After: 300\r\n' }) : json('{"n":7}'),
        ),
      call: { retry: { attempts: 2, delaySeconds: 0.01 } },
    })
    const { run, finished, worker } = await startAndLoseProcess(flow)
    expect(await secondsLeft(run.id)).toBeGreaterThan(100)
    expect(flow.server.requests).toHaveLength(1)
    await endWait(run.id)
    const ended = await finished
    await worker.stop()
    expect(ended.steps[1]?.record.attempts).toMatchObject([
      { number: 1, statusCode: 503, waitMs: 300_000 },
      { number: 2, statusCode: 200 },
    ])
    await database.owner.query('delete from pgboss.job')
  })
})

describe('a run whose process is gone', () => {
  /** Left in the middle of its first call, by a process that will never come back. */
  async function leftInCall(call: Record<string, unknown>) {
    let isHanging = true
    let arrived = () => {}
    const isCalling = new Promise<void>((resolve) => (arrived = resolve))
    const flow = await upstreamFlow({
      database,
      onRequest(socket, { index }) {
        if (!isHanging) return socket.write(json(`{"n":${index}}`))
        arrived()
      },
      definition: (id) => callingTwice(id, call),
    })
    const { editor } = flow.organization
    const run = await queueRun(editor, { flowId: flow.flowId, ...draft })
    const first = startWorker(otherProcess(flow), 1)
    await isCalling
    await untilStored(editor, run.id, 'one')
    isHanging = false
    // What pg-boss does with a job that has not been touched for too long.
    await database.owner.query(`update pgboss.job set state = 'retry' where state = 'active'`)
    return { flow, editor, run, first }
  }

  it('goes on in another one, and repeats what may be repeated', async () => {
    const { flow, editor, run, first } = await leftInCall({ method: 'GET' })
    const second = startWorker(await impatientProcess(flow), 1)
    const ended = await untilEnded(editor, run.id)
    expect(ended).toMatchObject({ status: 'succeeded', output: { a: 1, one: { n: 1 }, two: { n: 2 } } })
    // The first one is only slow: what it hears in the end changes nothing.
    for (const socket of flow.server.sockets) socket.write(json('{"n":"late"}'))
    await Promise.all([first.stop(), second.stop()])
    expect(await getRun(editor, run)).toEqual(ended)
  })

  it('never sends a request again that may have left, and says that nobody knows', async () => {
    const { flow, editor, run, first } = await leftInCall({ method: 'POST' })
    const second = startWorker(await impatientProcess(flow), 1)
    const ended = await untilEnded(editor, run.id)
    expect(ended).toMatchObject({ status: 'failed', output: { why: 'unknown_outcome' } })
    expect(ended.steps[1]?.record).toMatchObject({ output: 'error', error: { code: 'unknown_outcome' } })
    for (const socket of flow.server.sockets) socket.write(json('{"n":"late"}'))
    await Promise.all([first.stop(), second.stop()])
    expect(flow.server.requests.filter(({ method }) => method === 'POST')).toHaveLength(1)
    expect(await getRun(editor, run)).toEqual(ended)
  })

  it('repeats a POST that carries an idempotency header, with the same value', async () => {
    const call = { method: 'POST', retry: { attempts: 1, idempotencyHeader: 'Idempotency-Key' } }
    const { flow, editor, run, first } = await leftInCall(call)
    const second = startWorker(await impatientProcess(flow), 1)
    expect(await untilEnded(editor, run.id)).toMatchObject({ status: 'succeeded' })
    for (const socket of flow.server.sockets) socket.write(json('{}'))
    await Promise.all([first.stop(), second.stop()])
    const keys = flow.server.requests
      .slice(0, 2)
      .map(({ headers }) => headers.find(([name]) => name === 'idempotency-key')?.[1])
    expect(keys[0]).toBe(`${run.id}.1`)
    expect(keys[1]).toBe(keys[0])
  })

  it('is left to it while its heart beats, whatever the queue thinks', async () => {
    const { flow, editor, run, first } = await leftInCall({ method: 'POST' })
    const second = startWorker(otherProcess(flow), 1)
    await expect
      .poll(
        async () => (await database.owner.query(`select from pgboss.job where state = 'created'`)).rowCount,
      )
      .toBe(1) // put off, and not forgotten
    for (const socket of flow.server.sockets) socket.write(json('{"n":7}'))
    expect(await untilEnded(editor, run.id)).toMatchObject({ status: 'succeeded', output: { a: 7 } })
    await untilQueueIsEmpty()
    await Promise.all([first.stop(), second.stop()])
    expect(flow.server.requests.filter(({ method }) => method === 'POST')).toHaveLength(1)
  })

  it('that gave it back with what it knew of it goes on in another one at once', async () => {
    let arrived = () => {}
    const isCalling = new Promise<void>((resolve) => (arrived = resolve))
    const flow = await upstreamFlow({
      database,
      onRequest(socket, { method, index }) {
        if (method === 'POST' || index > 1) socket.write(json(`{"n":${index}}`))
        else arrived()
      },
      definition: (id) => callingTwice(id, { method: 'POST' }),
    })
    const { editor } = flow.organization
    const run = await queueRun(editor, { flowId: flow.flowId, ...draft })
    const first = startWorker(otherProcess(flow), 1)
    await isCalling
    await stopAtOnce(first)
    expect(await getRun(editor, run)).toMatchObject({ status: 'queued', finishedAt: null })
    const second = startWorker(otherProcess(flow), 1)
    const ended = await untilEnded(editor, run.id)
    await second.stop()
    expect(ended).toMatchObject({ status: 'succeeded', output: { a: 0, two: { n: 2 } } })
    expect(flow.server.requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET'])
  })

  it('may be given back any number of times', async () => {
    let isHanging = true
    const flow = await upstreamFlow({
      database,
      onRequest: (socket) => isHanging || socket.write(json('{}')),
    })
    const { editor } = flow.organization
    const run = await queueRun(editor, { flowId: flow.flowId, ...draft })
    for (let times = 1; times <= 11; times++) {
      const worker = startWorker(otherProcess(flow), 1)
      await expect.poll(() => flow.server.requests.length, { timeout: 10_000 }).toBe(times)
      await stopAtOnce(worker)
    }
    isHanging = false
    const last = startWorker(otherProcess(flow), 1)
    expect(await untilEnded(editor, run.id)).toMatchObject({ status: 'succeeded' })
    await last.stop()
  })

  it('is given back before its worker has stopped, however many others are', async () => {
    const flow = await upstreamFlow({ database, onRequest: () => {} })
    const runs = 10
    const ids = await queueMany(flow, runs)
    const { runQueue, ...services } = otherProcess(flow)
    const events: string[] = []
    const giveBack = async (...given: Parameters<typeof runQueue.giveBack>) => {
      await runQueue.giveBack(...given)
      events.push('given back')
    }
    const stop = async () => {
      events.push('stopped')
      await runQueue.stop()
    }
    const worker = startWorker({ ...services, runQueue: { ...runQueue, giveBack, stop } }, 1)
    await expect.poll(() => flow.server.requests.length, { timeout: 10_000 }).toBe(runs)
    events.length = 0
    await stopAtOnce(worker)
    expect(events).toEqual([...Array.from({ length: runs }, () => 'given back'), 'stopped'])
    await database.owner.query('delete from pgboss.job')
    await cancelAll(ids)
  })

  it('is not begun by a worker that is stopped while it takes it', async () => {
    const flow = await upstreamFlow({ database, ...counting })
    const { editor } = flow.organization
    const run = await queueRun(editor, { flowId: flow.flowId, ...draft })
    const { runQueue, ...services } = otherProcess(flow)
    let stopped: Promise<void> | undefined
    const take = async (...given: Parameters<typeof runQueue.take>) => {
      const jobs = await runQueue.take(...given)
      if (jobs.length > 0) stopped ??= worker.stop()
      return jobs
    }
    const worker = startWorker({ ...services, runQueue: { ...runQueue, take } }, 1)
    await expect.poll(() => stopped !== undefined).toBe(true)
    await stopped
    expect(await getRun(editor, run)).toEqual(run)
    expect(flow.server.requests).toHaveLength(0)
    const next = startWorker(otherProcess(flow), 1)
    expect(await untilEnded(editor, run.id)).toMatchObject({ status: 'succeeded' })
    await next.stop()
  })

  it('goes back to the queue by whoever has listened for long, for a worker that has only started', async () => {
    const flow = await upstreamFlow({ database, ...counting, definition: (id) => callingTwice(id) })
    const { editor } = flow.organization
    const run = await queueRun(editor, { flowId: flow.flowId, ...draft })
    const dead = otherProcess(flow)
    const [job] = await dead.runQueue.take(1)
    if (!job) throw new Error('no job')
    await dead.runStore.claim([job])
    const listening = (seconds: number) => ({ from: secondsAgo(seconds), until: new Date() })
    const { runStore } = otherProcess(flow)
    const stopHeart = (seconds: number) =>
      database.owner.query('update runs set heartbeat_at = now() - make_interval(secs => $1) where id = $2', [
        seconds,
        run.id,
      ])

    expect(await runStore.requeueAbandoned(listening(60))).toBe(0) // its heart beats
    await stopHeart(20)
    expect(await runStore.requeueAbandoned(listening(5))).toBe(0) // the database may have been away
    expect(await runStore.requeueAbandoned(listening(60))).toBe(1)
    expect(await getRun(editor, run)).toMatchObject({ status: 'queued' })
    expect(await runStore.requeueAbandoned(listening(60))).toBe(0)

    const worker = startWorker(otherProcess(flow), 1)
    expect(await untilEnded(editor, run.id)).toMatchObject({ status: 'succeeded' })
    await worker.stop()
    await database.owner.query('delete from pgboss.job') // that of the dead
  })

  it('goes back however many others there are, with few notices for all of them', async () => {
    const flow = await upstreamFlow({ database })
    const count = maxBatchSize + 1
    const ids = await queueMany(flow, count)
    await database.owner.query(
      `update runs set status = 'running', heartbeat_at = now() - interval '1 minute' where id = any ($1)`,
      [ids],
    )
    const notices: string[] = []
    database.owner.on('notification', ({ payload = '' }) => notices.push(payload))
    await database.owner.query('listen sluice_runs')

    const { runStore } = otherProcess(flow)
    expect(await runStore.requeueAbandoned({ from: secondsAgo(60), until: new Date() })).toBe(count)
    await expect.poll(() => notices.flatMap((ids) => ids.split(' ')).sort()).toEqual(ids.sort())
    expect(notices).toHaveLength(2)
    await database.owner.query('unlisten sluice_runs')
    database.owner.removeAllListeners('notification')
    await database.owner.query('delete from pgboss.job')
    await cancelAll(ids)
  })

  it('does not go back for ever, should it be what its processes die of', async () => {
    const flow = await upstreamFlow({ database })
    const run = await queueRun(flow.organization.editor, { flowId: flow.flowId, ...draft })
    await database.owner.query(
      `update runs set status = 'running', fence = 20, heartbeat_at = now() - interval '1 minute' where id = $1`,
      [run.id],
    )
    const { runStore } = otherProcess(flow)
    expect(await runStore.requeueAbandoned({ from: secondsAgo(60), until: new Date() })).toBe(0)
    await database.owner.query('delete from pgboss.job')
    await cancelAll([run.id])
  })

  it('is ended when its process dies over it again and again', async () => {
    const flow = await upstreamFlow({ database })
    const { editor } = flow.organization
    const run = await queueRun(editor, { flowId: flow.flowId, ...draft })
    const services = await impatientProcess(flow)
    const { runStore } = services
    const [job] = await services.runQueue.take(1)
    if (!job) throw new Error('no job')
    await runStore.claim([job])
    await database.owner.query(`update runs set heartbeat_at = now() - interval '1 minute'`)
    await database.owner.query(
      `update pgboss.job set retry_count = retry_limit, heartbeat_on = now() - interval '1 minute'`,
    )
    // It has listened for long enough to know.
    const vigil = { ...runStore.vigil, heard: () => ({ from: new Date(0), until: new Date() }) }
    const worker = startWorker({ ...services, runStore: { ...runStore, vigil } }, 1)
    const ended = await untilEnded(editor, run.id)
    await worker.stop()
    expect(ended).toMatchObject({ status: 'interrupted', error: { code: 'interrupted' } })
  })
})

describe('a run during an outage of the database', () => {
  it('waits for it, with what it has', async () => {
    let arrived = () => {}
    const isCalling = new Promise<void>((resolve) => (arrived = resolve))
    const flow = await upstreamFlow({
      database,
      onRequest(socket, { index }) {
        if (index > 0) return socket.write(json('{}'))
        socket.once('answer', () => socket.write(json('{"n":7}')))
        arrived()
      },
      definition: (id) => callingTwice(id, { method: 'POST' }),
    })
    const { editor } = flow.organization
    await publishFlow(editor, { id: flow.flowId })
    const { finished } = await callFlow(editor, { flowId: flow.flowId, stage: 'published', input: {} })
    await isCalling
    const admit = await database.refuse()
    for (const socket of flow.server.sockets) socket.emit('answer')
    // The next step needs the database to know its endpoint.
    await untilFailing(() => editor.reads.sealedEndpoint(editor.orgId, flow.endpointId))
    await admit()
    expect(await finished()).toMatchObject({ status: 'succeeded', output: { a: 7 } })
    expect(flow.server.requests.map(({ method }) => method)).toEqual(['POST', 'GET'])
  })
})

describe('an organization whose API hangs', () => {
  it('leaves slots to others, and all of its own runs are executed', async () => {
    const [waiting, most] = [150, 100]
    let hangs = true
    const slow = await upstreamFlow({
      database,
      onRequest: (socket) => hangs || socket.write(json('{}')),
    })
    const quick = await upstreamFlow({ database })
    const allow = [slow, quick].map(({ server }) => `127.0.0.1:${server.port}`).join(',')
    const worker = startWorker(testServices({ allow, database }), 1)
    await queueMany(slow, waiting)
    await expect.poll(() => slow.server.requests.length, { timeout: 30_000 }).toBe(most)

    const { editor } = quick.organization
    const run = await queueRun(editor, { flowId: quick.flowId, ...draft })
    expect(await untilEnded(editor, run.id)).toMatchObject({ status: 'succeeded' })
    expect(slow.server.requests).toHaveLength(most)

    hangs = false
    for (const socket of slow.server.sockets) socket.write(json('{}'))
    await untilQueueIsEmpty()
    await worker.stop()
    expect(slow.server.requests).toHaveLength(waiting)
  })
})

describe('an organization with many jobs that are done at once', () => {
  it('has turns with others, who do not wait until all of them are done', async () => {
    const many = await upstreamFlow({ database })
    const [atOnce, waiting] = [100, 250]
    await cancelAll(await queueMany(many, waiting))
    const last = await upstreamFlow({ database })
    const { editor } = last.organization
    const run = await queueRun(editor, { flowId: last.flowId, ...draft })

    const { runQueue, ...services } = otherProcess(last)
    const taken: string[] = []
    const take = async (...asked: Parameters<typeof runQueue.take>) => {
      const jobs = await runQueue.take(...asked)
      taken.push(...jobs.map(({ organizationId }) => organizationId))
      return jobs
    }
    const worker = startWorker({ ...services, runQueue: { ...runQueue, take } }, 1)
    expect(await untilEnded(editor, run.id)).toMatchObject({ status: 'succeeded' })
    await untilQueueIsEmpty()
    await worker.stop()
    expect(taken).toHaveLength(waiting + 1)
    expect(taken.indexOf(editor.orgId)).toBe(atOnce)
  })
})

describe('two workers', () => {
  it('execute each of many runs once', async () => {
    const flow = await upstreamFlow({ database, ...counting, call: { method: 'POST' } })
    const workers = [1, 2].map(() => startWorker(otherProcess(flow), 1))
    const ids = await queueMany(flow, 200)
    await untilQueueIsEmpty()
    await Promise.all(workers.map((worker) => worker.stop()))
    const { rows } = await database.owner.query(
      `select status, count(*)::int from runs where id = any($1) group by status`,
      [ids],
    )
    expect(rows).toEqual([{ status: 'succeeded', count: 200 }])
    expect(flow.server.requests).toHaveLength(200)
  })
})

/** As many at a time as have a connection: the others would wait for one. */
async function queueMany(
  { organization: { editor }, flowId }: UpstreamFlow,
  count: number,
): Promise<string[]> {
  const ids: string[] = []
  const atOnce = Array.from({ length: 10 }, async () => {
    while (ids.length < count) {
      const place = ids.push('') - 1
      ids[place] = (await queueRun(editor, { flowId, ...draft })).id
    }
  })
  await Promise.all(atOnce)
  return ids
}

/** As with a process whose time is up. */
async function stopAtOnce(worker: Worker) {
  await Promise.all([worker.stop(), drainRuns(AbortSignal.abort())])
}

async function cancelAll(ids: string[]) {
  await database.owner.query(`update runs set status = 'canceled', finished_at = now() where id = any ($1)`, [
    ids,
  ])
}

async function expectEmptyQueue() {
  const { rows } = await database.owner.query(
    `select name, state, data from pgboss.job where state < 'completed'`,
  )
  expect(rows).toEqual([])
}

async function untilQueueIsEmpty() {
  await expect
    .poll(
      async () => (await database.owner.query(`select from pgboss.job where state < 'completed'`)).rowCount,
      { timeout: 30_000 },
    )
    .toBe(0)
}

async function untilFailing(work: () => Promise<unknown>) {
  await expect
    .poll(() =>
      work().then(
        () => false,
        () => true,
      ),
    )
    .toBe(true)
}

async function untilWaiting(id: string) {
  const query = 'select from runs where id = $1 and suspended_until is not null'
  await expect
    .poll(async () => (await database.owner.query(query, [id])).rowCount, { timeout: 30_000 })
    .toBe(1)
}

/** As if the process had died after it had stored the step, and its job had come back. */
async function forgetThatItWaits(id: string) {
  await database.owner.query('update runs set suspended_until = null where id = $1', [id])
  await database.owner.query('update pgboss.job set start_after = now()')
}

/** A run that waits again, because its process died before it could be laid aside, and the worker that has it. */
async function startAndLoseProcess(flow: UpstreamFlow) {
  const { run, finished } = await flow.start()
  await untilWaiting(run.id)
  const before = await getRun(flow.organization.viewer, run)
  await forgetThatItWaits(run.id)
  const worker = startWorker(await impatientProcess(flow), 1)
  await untilWaiting(run.id)
  expect((await getRun(flow.organization.viewer, run)).steps).toEqual(before.steps)
  return { run, finished, worker }
}

/** By the clock of the database. */
async function endWait(id: string) {
  await database.owner.query('update runs set suspended_until = now() where id = $1', [id])
  await database.owner.query('update pgboss.job set start_after = now()')
}

async function secondsLeft(id: string): Promise<number> {
  const { rows } = await database.owner.query<{ seconds: number }>(
    'select extract(epoch from suspended_until - now())::float8 as seconds from runs where id = $1',
    [id],
  )
  return rows[0]?.seconds ?? 0
}

async function untilStored(ctx: Parameters<typeof watchRun>[0], id: string, nodeId: string) {
  for await (const { steps } of watchRun(ctx, { id }, new AbortController().signal)) {
    if (steps.some((step) => step.nodeId === nodeId)) return
  }
}
