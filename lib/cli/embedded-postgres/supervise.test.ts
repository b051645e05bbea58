import { expect, it } from 'vitest'
import { supervise } from './supervise'

it('takes its time over a server that it can’t reach although it is said to run', async () => {
  const startedAt = performance.now()
  let restarts = 0
  await supervise('postgres://nobody@127.0.0.1:1/none', {
    isWanted: () => restarts < 3,
    restart: async () => void restarts++,
    onProblem: () => {},
  })
  expect(restarts).toBe(3)
  expect(performance.now() - startedAt).toBeGreaterThan(1_400)
})
