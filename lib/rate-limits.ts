import type { Pool } from 'pg'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { AppError } from '@/lib/errors'

type Limit = {
  points: number
  seconds: number
  /** Whoever runs into the limit again within a day waits twice as long each time. */
  growing?: true
}

const limits = {
  endpoint_tests: { points: 30, seconds: 60 },
  endpoint_writes: { points: 120, seconds: 60 },
  joins_from_address: { points: 20, seconds: 15 * 60, growing: true },
  sign_ins_of_account: { points: 5, seconds: 15 * 60, growing: true },
  sign_ins_from_address: { points: 20, seconds: 15 * 60, growing: true },
} as const satisfies Record<string, Limit>
/** `runs` is the operator's, who may set none. */
export type LimitName = keyof typeof limits | 'runs'

/** Counters that all processes on one database share. */
export type RateLimits = {
  /**
   * Counts one use.
   * @throws AppError `rate_limited`, with the seconds to wait
   */
  take: (limit: LimitName, key: string) => Promise<void>
  /** Takes back one use, as if it had not happened. */
  giveBack: (limit: LimitName, key: string) => Promise<void>
  /** Forgets every use. */
  reset: (limit: LimitName, key: string) => Promise<void>
}

/** For trusted networks and benchmarks (`RATE_LIMITS=off`). */
export const noRateLimits: RateLimits = {
  take: async () => {},
  giveBack: async () => {},
  reset: async () => {},
}

const daySeconds = 24 * 60 * 60
const longestWaitSeconds = 4 * 60 * 60

/** @param runsPerMinute of each key; `null` leaves runs unlimited, and costs none of them anything */
export function createRateLimits(pool: Pool, runsPerMinute: number | null = null): RateLimits {
  const limiter = (keyPrefix: string, { points, seconds }: Limit) =>
    new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      tableName: 'rate_limits',
      tableCreated: true,
      keyPrefix,
      points,
      duration: seconds,
    })
  const limiters = {
    endpoint_tests: limiter('endpoint_tests', limits.endpoint_tests),
    endpoint_writes: limiter('endpoint_writes', limits.endpoint_writes),
    joins_from_address: limiter('joins_from_address', limits.joins_from_address),
    sign_ins_of_account: limiter('sign_ins_of_account', limits.sign_ins_of_account),
    sign_ins_from_address: limiter('sign_ins_from_address', limits.sign_ins_from_address),
    runs: runsPerMinute === null ? null : limiter('runs', { points: runsPerMinute, seconds: 60 }),
  } satisfies Record<LimitName, RateLimiterPostgres | null>
  const lockouts = limiter('lockouts', { points: 1, seconds: daySeconds })

  /** Lengthens the wait of whoever has just run into a growing limit, from the second time on. */
  async function waitMs(limit: LimitName, key: string, refusal: RateLimiterRes): Promise<number> {
    if (limit === 'runs') return refusal.msBeforeNext
    const { points, seconds, growing }: Limit = limits[limit]
    if (!growing || refusal.consumedPoints !== points + 1) return refusal.msBeforeNext
    const { consumedPoints: times } = await lockouts.penalty(`${limit}:${key}`)
    if (times === 1) return refusal.msBeforeNext
    const longer = Math.min(seconds * 2 ** (times - 1), longestWaitSeconds)
    await limiters[limit].block(key, longer)
    return longer * 1000
  }

  return {
    async take(limit, key) {
      try {
        await limiters[limit]?.consume(key)
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal
        const what = limit === 'runs' ? 'runs' : 'attempts'
        throw tooMany(what, Math.max(1, Math.ceil((await waitMs(limit, key, refusal)) / 1000)))
      }
    },
    async giveBack(limit, key) {
      await limiters[limit]?.reward(key)
    },
    async reset(limit, key) {
      await Promise.all([limiters[limit]?.delete(key), lockouts.delete(`${limit}:${key}`)])
    },
  }
}

function tooMany(what: string, seconds: number): AppError {
  return new AppError('rate_limited', `Too many ${what}. Try again in ${seconds} s.`, {
    retryAfterSeconds: seconds,
  })
}
