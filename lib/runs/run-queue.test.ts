import type { ConstructorOptions } from 'pg-boss'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createOwnDatabase, type OwnDatabase } from '@/lib/cli/testing/own-database'
import { newId } from '@/lib/new-id'
import { createRunQueue, type RunQueue } from './run-queue'
import { inTransaction } from './store/in-transaction'
import { rowsLookedAt } from './testing/rows-looked-at'

/** Whether each boss that was made looks after the jobs of workers that died. */
const supervising: (boolean | undefined)[] = []
vi.mock('pg-boss', async (importOriginal) => {
  const original = await importOriginal<typeof import('pg-boss')>()
  class PgBoss extends original.PgBoss {
    constructor(options: ConstructorOptions) {
      super(options)
      supervising.push(options.supervise)
    }
  }
  return { ...original, PgBoss }
})

// Of its own: the test has Postgres look at the whole table.
let database: OwnDatabase
let queue: RunQueue
beforeAll(async () => {
  database = await createOwnDatabase()
  queue = createRunQueue(database.runsPool)
})
afterAll(async () => {
  await queue.stop()
  await database.drop()
})

async function add(count: number): Promise<void> {
  const jobs = Array.from({ length: count }, () => ({
    run: { id: newId(), organizationId: newId() },
    afterMs: 0,
  }))
  await inTransaction(database.runsPool, (client) => queue.add(client, jobs))
}

it('goes through the jobs that wait at most once for all that a worker takes', async () => {
  const [waiting, batch] = [1_000, 50]
  // How many jobs of each organization are executed: of none.
  const counting = 5
  await add(waiting)
  for (let left = waiting; left > 0; left -= batch) await queue.remove(await queue.take(batch))
  // As it is most of the time: there was something, there is nothing, and Postgres knows it.
  await database.owner.query('vacuum (truncate off, analyze) pgboss.job_common')

  await add(waiting)
  const query = vi.spyOn(database.runsPool, 'query')
  expect(await queue.take(batch)).toHaveLength(batch)
  const [asked = '', values = []] = query.mock.calls.at(-1) ?? []
  query.mockRestore()
  expect(asked).toContain('SKIP LOCKED')
  expect(await rowsLookedAt(database.owner, asked, values)).toBeLessThan(waiting + 10 * batch + counting)
})

it('takes jobs that were given back before those that waited longer', async () => {
  await add(3)
  const [first] = await queue.take(1)
  if (!first) throw new Error('no job')
  await queue.giveBack([first])
  expect(await queue.take(1)).toMatchObject([{ runId: first.runId, attempt: { retryCount: 0 } }])
})

it('looks after the jobs of dead workers, whoever needs the queue while it begins to', async () => {
  const own = createRunQueue(database.runsPool)
  await own.takeLost(1)
  const begun = own.supervise()
  await Promise.all([own.takeLost(1), begun])
  expect(supervising.slice(-2)).toEqual([false, true])
  await own.stop()
})
