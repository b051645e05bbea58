import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '@/db/client'
import { users } from '@/db/schema'
import { log } from '@/lib/log'

const lookEveryMs = 500

/**
 * Resolves when there is an account, of which the first start makes the first after everything else. On an
 * empty database nothing is there to execute, and nobody could tell where the demo API will listen.
 * @param onWait called when there is something to wait for
 */
export async function untilFirstStart(db: Database, onWait: () => void): Promise<void> {
  for (let looks = 0; !(await hasUsers(db).catch(unknown)); looks++) {
    if (looks === 0) onWait()
    await sleep(lookEveryMs)
  }
}

export async function hasUsers(db: Database): Promise<boolean> {
  return (await db.select({ id: users.id }).from(users).limit(1)).length > 0
}

/** The database may be back at the next look. */
function unknown(err: unknown): boolean {
  log.warn({ err }, 'the database can’t be asked for accounts')
  return false
}
