import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '@/lib/testing/database'
import { createRateLimits, noRateLimits } from './rate-limits'

describe('createRateLimits', () => {
  it('counts across processes, apart for each key', async () => {
    const [one, two] = [createRateLimits(testDatabase().$client), createRateLimits(testDatabase().$client)]
    const key = randomUUID()
    const uses = Array.from({ length: 125 }, (_, index) =>
      (index % 2 ? one : two).take('endpoint_writes', key),
    )
    const results = await Promise.allSettled(uses)
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    expect(refused).toHaveLength(5)
    for (const refusal of refused) {
      expect(refusal).toMatchObject({ code: 'rate_limited' })
      expect(refusal.retryAfterSeconds).toBeGreaterThan(0)
      expect(refusal.retryAfterSeconds).toBeLessThanOrEqual(60)
    }
    await expect(one.take('endpoint_writes', randomUUID())).resolves.toBeUndefined()
    await expect(one.take('endpoint_tests', key)).resolves.toBeUndefined()
  })

  it('takes back a use, and forgets all of them', async () => {
    const limits = createRateLimits(testDatabase().$client)
    const key = randomUUID()
    const take = () => limits.take('sign_ins_of_account', key)
    for (let count = 0; count < 5; count++) await take()
    await limits.giveBack('sign_ins_of_account', key)
    await take()
    await expect(take()).rejects.toMatchObject({ code: 'rate_limited' })
    await limits.reset('sign_ins_of_account', key)
    await expect(take()).resolves.toBeUndefined()
  })

  it('limits nothing when it is off', async () => {
    const key = randomUUID()
    const uses = Array.from({ length: 200 }, () => noRateLimits.take('endpoint_writes', key))
    await expect(Promise.all(uses)).resolves.toHaveLength(200)
  })
})
