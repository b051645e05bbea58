import { sql } from 'drizzle-orm'
import type { Database, Transaction } from './client'
import journal from './migrations/meta/_journal.json'

const newest = Math.max(...journal.entries.map((entry) => entry.when))

export type Readiness = 'ok' | 'migrating' | 'read_only'

/**
 * Whether the database has every migration that this version knows, newer ones being no harm, and takes changes:
 * a replica doesn't, nor a server that its operator has set so, and then hardly anything can be done here.
 */
export async function databaseReadiness(db: Database | Transaction): Promise<Readiness> {
  const { rows } = await db.execute<{ newest: string | null; isReadOnly: boolean }>(
    sql`select max(created_at) as newest, current_setting('transaction_read_only')::boolean as "isReadOnly"
      from drizzle.__drizzle_migrations`,
  )
  const [found] = rows
  if (Number(found?.newest ?? 0) < newest) return 'migrating'
  return found?.isReadOnly ? 'read_only' : 'ok'
}
