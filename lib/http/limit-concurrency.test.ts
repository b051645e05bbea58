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

test('inside an organization the first of those whose origin has room is next', async () => {
  const limiter = createConcurrencyLimiter({ perProcess: 9, perOrg: 2, perOriginOfOrg: 1 })
  const order: string[] = []
  const leaveX = await limiter.enter('a', 'x', 5000, never)
  const leaveY = await limiter.enter('a', 'y', 5000, never)
  const calls = ['x 1', 'y 1', 'z 1', 'y 2', 'x 2'].map(async (call) => {
    const leave = await limiter.enter('a', call.slice(0, 1), 5000, never)
    order.push(call)
    return leave
  })
  leaveY()
  await calls[1]
  expect(order).toEqual(['y 1'])
  leaveX()
  const again = await calls[0]
  expect(order).toEqual(['y 1', 'x 1'])
  again?.()
  ;(await calls[2])?.()
  const afterY = await calls[1]
  afterY?.()
  await Promise.all(calls.slice(3))
  expect(order).toEqual(['y 1', 'x 1', 'z 1', 'x 2', 'y 2'])
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
