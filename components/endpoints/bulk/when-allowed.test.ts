import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ActionError } from '@/lib/action-result'
import { whenAllowed } from './when-allowed'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const refusal = (code: 'rate_limited' | 'in_use', retryAfterSeconds: number | null) =>
  new ActionError({ code, message: '', requestId: '', fieldErrors: [], details: {}, retryAfterSeconds })

it('waits as long as it is told to, and five seconds when it is told nothing', async () => {
  const attempt = vi
    .fn<() => Promise<string>>()
    .mockRejectedValueOnce(refusal('rate_limited', 2))
    .mockRejectedValueOnce(refusal('rate_limited', null))
    .mockResolvedValue('done')
  const held: number[] = []
  const attempted = whenAllowed(attempt, { onHeld: (seconds) => held.push(seconds) })
  await vi.advanceTimersByTimeAsync(1_999)
  expect(attempt).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(attempt).toHaveBeenCalledTimes(2)
  await vi.advanceTimersByTimeAsync(5_000)
  await expect(attempted).resolves.toBe('done')
  expect(held).toEqual([2, 5])
})

it('throws anything else', async () => {
  const refused = refusal('in_use', 2)
  await expect(whenAllowed(() => Promise.reject(refused))).rejects.toBe(refused)
})

it('stops to wait when it is aborted', async () => {
  const controller = new AbortController()
  const attempt = vi.fn<() => Promise<void>>().mockRejectedValue(refusal('rate_limited', 60))
  const attempted = whenAllowed(attempt, { signal: controller.signal, onHeld: () => controller.abort() })
  await expect(attempted).rejects.toThrow('aborted')
  expect(attempt).toHaveBeenCalledTimes(1)
})
