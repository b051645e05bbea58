import { expect, test } from 'vitest'
import type { RunSummary } from '@/lib/runs/schema'
import { mergeNewest } from './merge-newest'
import { at, sampleRun } from './testing/sample-run'

const run = (id: string, second: number, status: RunSummary['status'] = 'succeeded') =>
  sampleRun({ id, createdAt: at(second), status })

test('listed runs change in place and new ones are counted, not shown', () => {
  const listed = [run('b', 2, 'running'), run('a', 1)]
  const { runs, newCount } = mergeNewest(listed, [run('c', 3), run('b', 2), run('a', 1)])
  expect(runs.map(({ id, status }) => `${id} ${status}`)).toEqual(['b succeeded', 'a succeeded'])
  expect(newCount).toBe(1)
})

test('an older run that slipped onto the page is not new', () => {
  expect(mergeNewest([run('b', 2)], [run('b', 2), run('a', 1)]).newCount).toBe(0)
})

test('the first runs of all are new', () => {
  expect(mergeNewest([], [run('a', 1)])).toEqual({ runs: [], newCount: 1 })
})
