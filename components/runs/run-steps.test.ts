import { expect, test } from 'vitest'
import { progressOf } from './run-progress'
import { defaultStep, listSteps } from './run-steps'
import { at, progressStep, sampleProgress, sampleRun, sampleStep } from './testing/sample-run'

const timing = {
  dnsMs: null,
  connectMs: null,
  tlsMs: null,
  waitMs: 1,
  downloadMs: 1,
  totalMs: 500,
  reused: true,
}
const attempt = (number: number, second: number) => ({
  number,
  startedAt: at(second),
  statusCode: 500,
  error: null,
  timing,
  waitMs: null,
})

test('bars share one scale, with one part for each try', () => {
  const run = sampleRun({
    steps: [
      sampleStep({ nodeId: 'a' }, { position: 0, startedAt: at(0), finishedAt: at(0.5) }),
      sampleStep(
        { nodeId: 'b', attempts: [attempt(1, 0.5), attempt(2, 1.5)] },
        { position: 1, startedAt: at(0.5), finishedAt: at(2) },
      ),
    ],
  })
  const [a, b] = listSteps(progressOf(run), run, new Map(), 0)
  expect(a).toMatchObject({ bar: { start: 0, length: 0.25 }, attempts: [], elapsedMs: 500 })
  expect(b?.attempts).toEqual([
    { start: 0.25, length: 0.25 },
    { start: 0.75, length: 0.25 },
  ])
})

test('a running step grows with the clock and is called what it is called now', () => {
  const progress = sampleProgress({
    steps: [progressStep({ nodeId: 'a', status: 'running', finishedAt: null })],
  })
  const [step] = listSteps(progress, null, new Map([['a', 'Get user']]), Date.parse(at(3)))
  expect(step).toMatchObject({
    label: 'Get user',
    record: null,
    elapsedMs: 3000,
    bar: { start: 0, length: 1 },
  })
})

test('the step that ended the run is shown first, else the last one', () => {
  const run = sampleRun({
    steps: [
      sampleStep({ nodeId: 'a', output: null }, { position: 0, status: 'failed' }),
      sampleStep({ nodeId: 'b' }, { position: 1 }),
    ],
  })
  expect(defaultStep(listSteps(progressOf(run), run, new Map(), 0))?.nodeId).toBe('a')
  const handled = sampleRun({
    steps: [
      sampleStep({ nodeId: 'a', output: 'error' }, { position: 0, status: 'failed' }),
      sampleStep({ nodeId: 'b' }, { position: 1 }),
    ],
  })
  expect(defaultStep(listSteps(progressOf(handled), handled, new Map(), 0))?.nodeId).toBe('b')
})
