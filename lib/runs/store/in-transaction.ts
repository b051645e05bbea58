import type pg from 'pg'
import { isDatabaseOutage } from '@/db/errors'
import { lendClient } from '@/db/lend-client'

/** Commits what `work` does on one connection, or nothing of it. */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  return lendClient(pool, async (client) => {
    try {
      await client.query('begin')
      const result = await work(client)
      await client.query('commit')
      return result
    } catch (error) {
      // With an outage the connection is gone, and with it what was begun on it.
      if (!isDatabaseOutage(error)) await client.query('rollback')
      throw error
    }
  })
}
