import { beforeEach, expect, it, vi } from 'vitest'
import type { StoredStep } from '@/lib/executor/types'
import { getRun } from './get-run'
import { prepareRun } from './prepare-run'
import { createRunRecorder } from './record-run'
import type { StepRecord } from './schema'
import { newRunFence } from './store/run-write'
import { upstreamFlow } from './testing/upstream-flow'

let flow: Awaited<ReturnType<typeof upstreamFlow>>
beforeEach(async () => {
  flow = await upstreamFlow()
})

async function recorderOf() {
  const { editor } = flow.organization
  const { insert, version } = await prepareRun(editor, { flowId: flow.flowId, stage: 'draft', input: {} })
  const { flowName } = version
  const recorded = {
    id: insert.id,
    fence: newRunFence,
    flowName,
    insert,
    isAwaited: true,
    steps: [],
    revision: 0,
  }
  return { editor, id: insert.id, recorder: createRunRecorder(editor, recorded) }
}

function step(position: number, result: unknown, status: StoredStep['status'] = 'succeeded'): StoredStep {
  const record: StepRecord = {
    ...{
      nodeId: `n${position}`,
      key: 'call',
      label: 'Call',
      type: 'setVariables',
      output: 'next',
      input: result,
    },
    ...{
      request: null,
      response: null,
      result: null,
      error: null,
      timing: null,
      attempts: [],
      endpoint: null,
    },
  }
  const finishedAt = status === 'running' ? null : new Date()
  const { nodeId } = record
  return {
    position,
    nodeId,
    status,
    startedAt: new Date(),
    finishedAt,
    inFlight: null,
    record,
    value: result,
  }
}

const fault = { code: 'internal_error', message: 'Something went wrong on our side.', nodeId: null } as const

it('ends a run of whose steps something can’t be stored, without that', async () => {
  const { editor, id, recorder } = await recorderOf()
  const circle: Record<string, unknown> = {}
  circle.circle = circle
  void recorder.recordStep(step(0, { a: 1 }))
  await recorder.store()
  void recorder.recordStep(step(1, circle))
  await expect(recorder.finish({ status: 'succeeded', output: null, error: null })).rejects.toThrow(
    /circular|call stack/,
  )
  const ended = await recorder.fail(fault)
  expect(ended).toMatchObject({ status: 'failed', error: fault })
  const run = await getRun(editor, { id })
  expect(run).toMatchObject({ status: 'failed', error: fault })
  expect(run.steps.map(({ status, record }) => [status, record.input])).toEqual([
    ['succeeded', { a: 1 }],
    ['succeeded', null],
  ])
})

it('leaves no step running in a run that failed by our fault', async () => {
  const { editor, id, recorder } = await recorderOf()
  void recorder.recordStep(step(0, null, 'running'))
  await recorder.fail(fault)
  expect((await getRun(editor, { id })).steps).toMatchObject([
    { status: 'failed', finishedAt: expect.any(String), record: { error: { code: 'unknown_outcome' } } },
  ])
})

it('stores what is too much for one statement in several, and of too much in all the beginnings', async () => {
  const { editor, id, recorder } = await recorderOf()
  const write = vi.spyOn(editor.runStore, 'write')
  const text = 'x'.repeat(900_000)
  const count = 40
  for (let position = 0; position < count; position++) void recorder.recordStep(step(position, { text }))
  await recorder.finish({ status: 'succeeded', output: 'done', error: null })
  expect(write.mock.calls.length).toBeGreaterThan(1)
  expect(write.mock.calls.map(([{ state }]) => state.status)).toEqual([
    ...Array.from({ length: write.mock.calls.length - 1 }, () => 'running'),
    'succeeded',
  ])
  const { steps, ...run } = await getRun(editor, { id })
  expect(run).toMatchObject({ status: 'succeeded', output: 'done' })
  expect(steps.map(({ position }) => position)).toEqual(Array.from({ length: count }, (_, index) => index))
  expect(steps[0]?.record.input).toEqual({ text })
  expect(steps.at(-1)?.record.input).toMatchObject({ truncated: true })
  expect(JSON.stringify(steps).length).toBeLessThan(20 * 1024 * 1024)
})
