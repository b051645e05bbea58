import { sql } from 'drizzle-orm'
import type { Database, Transaction } from './client'
import journal from './migrations/meta/_journal.json'

const newest = Math.max(...journal.entries.map((entry) => entry.when))

/** Whether the database has every migration that this version knows. Newer ones are no harm. */
export async function isMigrated(db: Database | Transaction): Promise<boolean> {
  const { rows } = await db.execute<{ newest: string | null }>(
    sql`select max(created_at) as newest from drizzle.__drizzle_migrations`,
  )
  return Number(rows[0]?.newest ?? 0) >= newest
}
