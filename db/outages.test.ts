import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StoppablePostgres, startStoppablePostgres } from '@/lib/cli/testing/stoppable-postgres'
import { createDatabase, type Database } from './client'
import { isDatabaseOutage } from './errors'

let postgres: StoppablePostgres
let db: Database
const lost: Error[] = []
beforeAll(async () => {
  postgres = await startStoppablePostgres()
  db = createDatabase(postgres.url, (error) => lost.push(error), { maxConnections: 2 }).db
})
afterAll(async () => {
  await db.$client.end()
  postgres.remove()
})

const outcome = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: unknown) => (isDatabaseOutage(error) ? 'outage' : error),
  )

const asking = () => outcome(db.execute(sql`select 1`))
const transaction = () => outcome(db.transaction((tx) => tx.execute(sql`select 1`)))
const manyOf = (ask: () => Promise<unknown>) => Promise.all(Array.from({ length: 6 }, ask))

async function expectToWork(): Promise<void> {
  expect(new Set(await manyOf(transaction))).toEqual(new Set(['done']))
  expect(await asking()).toBe('done')
  expect(db.$client.totalCount).toBeLessThanOrEqual(2)
}

describe('a pool', () => {
  it('outlives a server that is killed in the middle of a transaction, between two statements', async () => {
    const work = db.transaction(async (tx) => {
      await tx.execute(sql`select 1`)
      await postgres.kill()
      await tx.execute(sql`select 2`)
    })
    expect(await outcome(work)).toBe('outage')
    expect(new Set([...(await manyOf(asking)), ...(await manyOf(transaction))])).toEqual(new Set(['outage']))
    await postgres.start()
    await expectToWork()
  })

  it('outlives a server that is stopped and started', async () => {
    await manyOf(transaction)
    postgres.stop()
    expect(new Set(await manyOf(transaction))).toEqual(new Set(['outage']))
    await postgres.start()
    await expectToWork()
  })

  it('gives a server up that hangs, and works at once when it no longer does', async () => {
    await manyOf(transaction)
    await postgres.freeze()
    // More of them than there are connections: none may be lost for good.
    const results = [...(await manyOf(transaction)), ...(await manyOf(asking))]
    expect(new Set(results)).toEqual(new Set(['outage']))
    await postgres.thaw()
    await expectToWork()
  })

  it('keeps a connection that nobody uses, and one whose answer takes its time in pieces', async () => {
    await expectToWork()
    const slow = sql`select pg_sleep(0.2) from generate_series(1, 20)`
    expect(await outcome(db.execute(slow))).toBe('done')
  })
})
