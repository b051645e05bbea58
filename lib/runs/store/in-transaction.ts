import type pg from 'pg'
import { isDatabaseOutage } from '@/db/errors'

/** Commits what `work` does on one connection, or nothing of it. A connection that broke is given up. */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  let broken = false
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    broken = isDatabaseOutage(error)
    if (!broken) await client.query('rollback')
    throw error
  } finally {
    client.release(broken)
  }
}
