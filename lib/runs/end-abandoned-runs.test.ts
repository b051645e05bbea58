import { and, eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { auditEntries, runs, runSteps } from '@/db/schema'
import { ownerDatabase, testDatabase } from '@/lib/testing/database'
import { cancelRun } from './cancel-run'
import { getRun } from './get-run'
import { endAbandonedRuns } from './end-abandoned-runs'
import { drainRuns } from './running-runs'
import { json, upstreamFlow } from './testing/upstream-flow'
import { watchRun } from './watch-run'

/** A run in the middle of its call; `answer` lets the call end. */
async function runInCall(method = 'GET') {
  let arrived: () => void = () => {}
  const isCalling = new Promise<void>((resolve) => (arrived = resolve))
  const flow = await upstreamFlow({ onRequest: () => arrived(), call: { method } })
  const { run, finished } = await flow.start()
  await isCalling
  const { editor } = flow.organization
  for await (const { steps } of watchRun(editor, run, new AbortController().signal)) {
    if (steps.some(({ nodeId }) => nodeId === 'call')) break
  }
  const answer = () => {
    for (const socket of flow.server.sockets) socket.write(json('{}'))
  }
  return { flow, run, finished, answer, editor }
}

/** As it looks when the process has been gone for a while. */
async function stopHeart(id: string, seconds: number) {
  await ownerDatabase()
    .update(runs)
    .set({ heartbeatAt: sql`now() - make_interval(secs => ${seconds})` })
    .where(eq(runs.id, id))
}

/** What the audit log says of its end. */
function auditedEnds(id: string) {
  return ownerDatabase()
    .select()
    .from(auditEntries)
    .where(and(eq(auditEntries.objectId, id), eq(auditEntries.action, 'run.finished')))
}

/** By a process that has heard the others for a long time, or for so many seconds. */
function listening(seconds = 3_600) {
  return { from: new Date(Date.now() - seconds * 1_000), until: new Date() }
}

describe('endAbandonedRuns', () => {
  it('ends a run whose process is gone, and nothing that comes later changes that', async () => {
    const { run, finished, answer, editor } = await runInCall()
    await stopHeart(run.id, 31)
    await endAbandonedRuns(testDatabase(), listening())
    const interrupted = await getRun(editor, { id: run.id })
    expect(interrupted).toMatchObject({
      status: 'interrupted',
      error: { code: 'interrupted', nodeId: 'call' },
      steps: [{ status: 'succeeded' }, { status: 'failed', record: { error: { code: 'unknown_outcome' } } }],
    })
    // The process was only slow, and comes back with an answer.
    answer()
    expect(await finished).toEqual(interrupted)
  })

  it('says only of a request that was on its way that nobody knows what became of it', async () => {
    const { run, finished, answer, editor } = await runInCall()
    await ownerDatabase()
      .update(runSteps)
      .set({ inFlight: null })
      .where(and(eq(runSteps.runId, run.id), eq(runSteps.nodeId, 'call')))
    await stopHeart(run.id, 31)
    await endAbandonedRuns(testDatabase(), listening())
    const { steps } = await getRun(editor, { id: run.id })
    expect(steps[1]).toMatchObject({
      status: 'canceled',
      record: { error: { code: 'canceled', message: 'Sluice stopped while this step was running.' } },
    })
    answer()
    await finished
  })

  it('says so in the audit log, by whoever started the run', async () => {
    const { run, finished, answer, editor } = await runInCall()
    await stopHeart(run.id, 31)
    await endAbandonedRuns(testDatabase(), listening())
    answer()
    await finished
    expect(await auditedEnds(run.id)).toMatchObject([
      {
        organizationId: editor.orgId,
        actorType: 'user',
        actorId: editor.actor.id,
        actorName: editor.actor.name,
        objectType: 'run',
        objectName: 'Calls',
        details: { status: 'interrupted', code: 'interrupted' },
        requestId: editor.requestId,
        address: null,
      },
    ])
  })

  it('lets a run with a heart go on, and one that ended be', async () => {
    const { run, finished, answer, editor } = await runInCall()
    await stopHeart(run.id, 20)
    await endAbandonedRuns(testDatabase(), listening())
    expect(await getRun(editor, { id: run.id })).toMatchObject({ status: 'running' })
    answer()
    const ended = await finished
    await stopHeart(run.id, 300)
    await endAbandonedRuns(testDatabase(), listening())
    expect(await getRun(editor, { id: run.id })).toEqual(ended)
  })

  it('holds the silence of an outage, or of its own process, against nobody', async () => {
    const { run, finished, answer, editor } = await runInCall()
    await stopHeart(run.id, 300)
    await endAbandonedRuns(testDatabase(), listening(20))
    const anHour = 3_600_000
    const longAgo = { from: new Date(Date.now() - 2 * anHour), until: new Date(Date.now() - anHour) }
    await endAbandonedRuns(testDatabase(), longAgo)
    expect(await getRun(editor, { id: run.id })).toMatchObject({ status: 'running' })
    answer()
    expect(await finished).toMatchObject({ status: 'succeeded' })
  })

  it('ends a run that was to be canceled as canceled', async () => {
    const { run, finished, editor } = await runInCall()
    await cancelRun(editor, { id: run.id })
    await finished
    await ownerDatabase().update(runs).set({ status: 'running', error: null }).where(eq(runs.id, run.id))
    await stopHeart(run.id, 31)
    await endAbandonedRuns(testDatabase(), listening())
    expect(await getRun(editor, { id: run.id })).toMatchObject({
      status: 'canceled',
      error: { code: 'canceled' },
    })
    const asCanceled = { details: { status: 'canceled', code: 'canceled' } }
    expect(await auditedEnds(run.id)).toMatchObject([asCanceled, asCanceled]) // it ended twice
  })

  it('is done once by many who try', async () => {
    const { run, finished, answer } = await runInCall()
    await stopHeart(run.id, 31)
    const counts = await Promise.all([1, 2, 3].map(() => endAbandonedRuns(testDatabase(), listening())))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1)
    answer()
    await finished
  })
})

describe('drainRuns', () => {
  it('waits for what is running', async () => {
    const { finished, answer } = await runInCall()
    const drained = drainRuns(new AbortController().signal)
    answer()
    await drained
    expect((await finished).status).toBe('succeeded')
  })

  it('ends as interrupted what is left at the deadline, and closes its socket', async () => {
    const { flow, finished } = await runInCall()
    await drainRuns(AbortSignal.abort())
    await flow.server.allClosed()
    expect(await finished).toMatchObject({
      status: 'interrupted',
      error: { code: 'interrupted', nodeId: 'call' },
    })
  })

  it('says of a POST that was on its way that nobody knows what became of it', async () => {
    const { finished } = await runInCall('POST')
    await drainRuns(AbortSignal.abort())
    const { status, steps } = await finished
    expect(status).toBe('interrupted')
    expect(steps[1]).toMatchObject({ status: 'failed', record: { error: { code: 'unknown_outcome' } } })
    expect(steps).toHaveLength(2)
  })
})
