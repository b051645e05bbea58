import { setTimeout as sleep } from 'node:timers/promises'
import { mayPass } from '@/db/errors'

const giveUpAfterMs = 60_000
const longestWaitMs = 2_000

/**
 * Does work for a run that has begun, again and again while the database is away: what was done so far is
 * worth waiting for. Doing it twice must be doing it once.
 * @throws the database's error once it has been away for a minute, and any other at once
 */
export async function outlastOutage<T>(work: () => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + giveUpAfterMs
  for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    try {
      return await work()
    } catch (error) {
      if (!mayPass(error) || performance.now() + waitMs > giveUpAt) throw error
      await sleep(waitMs)
    }
  }
}
