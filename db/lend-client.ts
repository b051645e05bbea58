import type pg from 'pg'
import { isDatabaseOutage } from './errors'

/** Lends a connection of the pool. It is given back whatever happens, to be closed when the database failed. */
export async function lendClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let isBroken = false
  try {
    return await work(client)
  } catch (error) {
    isBroken = isDatabaseOutage(error)
    throw error
  } finally {
    client.release(isBroken)
  }
}
