import { expect, test, vi } from 'vitest'
import { createConcurrencyLimiter } from '@/lib/http/limit-concurrency'

const never = new AbortController().signal

test('an origin, an organization and the process each have their limit', async () => {
  const limiter = createConcurrencyLimiter({ perProcess: 4, perOrg: 3, perOriginOfOrg: 2 })
  const busy = { code: 'busy', phase: 'prepare' }
  await limiter.enter('a', 'x', 0, never)
  const leave = await limiter.enter('a', 'x', 0, never)
  await expect(limiter.enter('a', 'x', 0, never)).rejects.toMatchObject(busy)
  await limiter.enter('a', 'y', 0, never)
  await expect(limiter.enter('a', 'z', 0, never)).rejects.toMatchObject(busy)
  await limiter.enter('b', 'x', 0, never)
  await expect(limiter.enter('c', 'x', 0, never)).rejects.toMatchObject(busy)
  leave()
  leave()
  await limiter.enter('c', 'x', 0, never)
  await expect(limiter.enter('c', 'x', 0, never)).rejects.toMatchObject(busy)
})

test('a free place goes to the next organization in turn', async () => {
  const limiter = createConcurrencyLimiter({ perProcess: 1, perOrg: 1, perOriginOfOrg: 1 })
  const order: string[] = []
  const first = await limiter.enter('greedy', 'x', 5000, never)
  const queue = ['greedy', 'greedy', 'greedy', 'modest'].map(async (orgId) => {
    const leave = await limiter.enter(orgId, 'x', 5000, never)
    order.push(orgId)
    leave()
  })
  first()
  await Promise.all(queue)
  expect(order).toEqual(['greedy', 'modest', 'greedy', 'greedy'])
})

test('waiting ends after its time, or when the call is canceled, and leaves nothing behind', async () => {
  vi.useFakeTimers()
  try {
    const limiter = createConcurrencyLimiter({ perProcess: 1, perOrg: 1, perOriginOfOrg: 1 })
    const leave = await limiter.enter('a', 'x', 0, never)
    const late = limiter.enter('a', 'x', 5000, never)
    const lateEnds = late.catch((error: unknown) => error)
    const canceling = new AbortController()
    const canceled = limiter.enter('a', 'x', 5000, canceling.signal)
    canceling.abort(new Error('canceled'))
    await expect(canceled).rejects.toThrow('canceled')
    await vi.advanceTimersByTimeAsync(5000)
    expect(await lateEnds).toMatchObject({ code: 'busy', limitMs: 5000 })
    expect(vi.getTimerCount()).toBe(0)
    leave()
    await limiter.enter('a', 'x', 0, never)
  } finally {
    vi.useRealTimers()
  }
})
