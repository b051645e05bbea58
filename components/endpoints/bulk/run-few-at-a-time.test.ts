import { expect, it } from 'vitest'
import { runFewAtATime } from './run-few-at-a-time'

it('does all of the work, never more at once than it may', async () => {
  let atOnce = 0
  let most = 0
  const done: number[] = []
  await runFewAtATime([1, 2, 3, 4, 5], 2, new AbortController().signal, async (item) => {
    most = Math.max(most, (atOnce += 1))
    await Promise.resolve()
    done.push(item)
    atOnce -= 1
  })
  expect(done).toEqual([1, 2, 3, 4, 5])
  expect(most).toBe(2)
})

it('begins nothing more once it is aborted', async () => {
  const controller = new AbortController()
  const begun: number[] = []
  await runFewAtATime([1, 2, 3, 4], 2, controller.signal, async (item) => {
    begun.push(item)
    if (item === 2) controller.abort()
    await Promise.resolve()
  })
  expect(begun).toEqual([1, 2])
})

it('fails with the work that fails', async () => {
  const failing = runFewAtATime([1], 2, new AbortController().signal, () => Promise.reject(new Error('no')))
  await expect(failing).rejects.toThrow('no')
})
