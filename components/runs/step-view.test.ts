import { describe, expect, test } from 'vitest'
import { runView } from './step-view'
import { progressStep, sampleProgress } from './testing/sample-run'

const nodeIds = ['start', 'call', 'done', 'failed']
const edges = [
  { id: 'e1', source: 'start', sourceHandle: 'next', target: 'call' },
  { id: 'e2', source: 'call', sourceHandle: 'success', target: 'done' },
  { id: 'e3', source: 'call', sourceHandle: 'error', target: 'failed' },
]
const view = (progress: Parameters<typeof sampleProgress>[0]) =>
  runView(sampleProgress(progress), nodeIds, edges, (ms) => `${ms} ms`)
const statuses = (progress: Parameters<typeof sampleProgress>[0]) =>
  Object.fromEntries([...view(progress).steps].map(([id, { status }]) => [id, status]))

const start = progressStep({ nodeId: 'start' })
const call = progressStep({ nodeId: 'call', position: 1, output: 'error', status: 'failed', statusCode: 500 })

describe('the steps of a run on the canvas', () => {
  test('wait before the first one reports', () => {
    expect(statuses({ status: 'queued' })).toEqual({
      start: 'queued',
      call: 'queued',
      done: 'queued',
      failed: 'queued',
    })
  })

  test('wait only where the run may still get to', () => {
    expect(statuses({ steps: [start, call] })).toEqual({
      start: 'succeeded',
      call: 'failed',
      failed: 'queued',
    })
  })

  test('are skipped when the run ended without them', () => {
    const steps = [start, call, progressStep({ nodeId: 'failed', position: 2, output: null })]
    expect(statuses({ status: 'failed', steps })).toMatchObject({ done: 'skipped', failed: 'succeeded' })
  })

  test('say status and time, or the attempt that runs', () => {
    const running = progressStep({ nodeId: 'start', status: 'running', finishedAt: null, attempts: 2 })
    expect(view({ steps: [start, call] }).steps.get('call')?.detail).toBe('500 · 1000 ms')
    expect(view({ steps: [running] }).steps.get('start')?.detail).toBe('Attempt 2')
  })

  test('count as failed when the process died in the middle of them', () => {
    const running = progressStep({ nodeId: 'start', status: 'running', output: null, finishedAt: null })
    expect(view({ status: 'interrupted', steps: [running] }).steps.get('start')).toEqual({
      status: 'failed',
      output: null,
      detail: 'Interrupted',
    })
  })

  test('mark the connections that the run went along', () => {
    expect([...view({ steps: [start, call] }).takenEdgeIds]).toEqual(['e1', 'e3'])
  })
})

test('of a part of the flow only its own steps have a status', () => {
  const only = { nodeId: 'call', only: true }
  const fromThere = { nodeId: 'call', only: false }
  const of = (part: typeof only, progress: Parameters<typeof sampleProgress>[0]) => {
    const { steps } = runView(sampleProgress(progress), nodeIds, edges, String, part)
    return Object.fromEntries([...steps].map(([id, { status }]) => [id, status]))
  }
  expect(of(only, { status: 'queued' })).toEqual({ call: 'queued' })
  expect(of(only, { steps: [call] })).toEqual({ call: 'failed' })
  expect(of(fromThere, { steps: [call] })).toEqual({ call: 'failed', failed: 'queued' })
  expect(of(only, { status: 'failed', steps: [call] })).toEqual({ call: 'failed' })
})
