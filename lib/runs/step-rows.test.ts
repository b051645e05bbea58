import fc from 'fast-check'
import { expect, it } from 'vitest'
import { inOrder, toStepRows } from './step-rows'
import type { StepRecord } from './schema'
import type { StepRow, StepWrite } from './store/run-write'

const at = '2026-01-01T00:00:00.000Z'

function step(position: number, more: Partial<StepWrite> = {}, body = ''): StepWrite {
  const record: StepRecord = {
    ...{ nodeId: `n${position}`, key: `k${position}`, label: '', type: 'start', output: 'next', input: null },
    ...{ request: { method: 'POST', url: 'https://example.com/', headers: [], body } },
    ...{ response: null, result: null, error: null, timing: null, attempts: [], endpoint: null },
  }
  const whole = { position, nodeId: record.nodeId, status: 'succeeded', inFlight: null, value: null } as const
  return { ...whole, record, startedAt: at, finishedAt: at, ...more }
}

function positions(rows: StepRow[]): number[][] {
  return rows.map(({ step: { position }, earlier }) => [...earlier.map((each) => each.position), position])
}

it('keeps the steps of a run that is stored once in one row', () => {
  expect(positions(toStepRows([step(0), step(1), step(2)], 0))).toEqual([[0, 1, 2]])
  expect(toStepRows([], 0)).toEqual([])
})

it('gives a row to the step that goes on, and writes that one again when it is over', () => {
  const running = step(1, { status: 'running', finishedAt: null, inFlight: 'once' })
  expect(positions(toStepRows([step(0), running], 0))).toEqual([[0, 1]])
  expect(positions(toStepRows([step(1), step(2), step(3)], 2))).toEqual([[1], [2, 3]])
})

it('gives a row to a step whose value is kept beside its record', () => {
  expect(positions(toStepRows([step(0), step(1, { value: ['whole'] }), step(2)], 0))).toEqual([[0, 1], [2]])
})

it('puts no large records together', () => {
  const large = step(1, {}, 'x'.repeat(300 * 1024))
  expect(positions(toStepRows([step(0), large, step(2), step(3)], 0))).toEqual([
    [0, 1],
    [2, 3],
  ])
})

it('loses no step and changes no order, however a run was stored', () => {
  // How many steps each write adds; each also has the last one before it once more, which was running.
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 }), (sizes) => {
      const table = new Map<number, StepRow>()
      let stored = 0
      for (const size of sizes) {
        const changed = [...(stored > 0 ? [stored - 1] : []), ...upTo(size).map((index) => stored + index)]
        const last = stored + size - 1
        const written = changed.map((position) => {
          const isRunning = position === last
          return step(position, isRunning ? { status: 'running', finishedAt: null } : {})
        })
        for (const row of toStepRows(written, stored)) {
          const { position } = row.step
          const earlier = row.earlier.length > 0 ? row.earlier : (table.get(position)?.earlier ?? [])
          table.set(position, { step: row.step, earlier })
        }
        stored += size
      }
      const read = inOrder([...table.values()])
      expect(read.map(({ position }) => position)).toEqual(upTo(stored))
      expect(read.map(({ status }) => status)).toEqual(
        upTo(stored).map((position) => (position === stored - 1 ? 'running' : 'succeeded')),
      )
    }),
  )
})

it('believes the later of two rows that have a step', () => {
  const running = step(1, { status: 'running', finishedAt: null })
  const rows = [
    { step: step(2), earlier: [step(0), step(1)] },
    { step: running, earlier: [step(0)] },
  ]
  expect(inOrder(rows).map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded'])
})

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index)
}
