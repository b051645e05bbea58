import { resolve } from 'node:path'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import type pg from 'pg'
import { z } from 'zod'

export const migrationsFolder = resolve('db/migrations')

export const migrationSchema = z.strictObject({
  /** SHA-256 of its statements. */
  hash: z.string(),
  /** When it was written, in milliseconds; migrations are applied in this order. */
  createdAt: z.number(),
})
export type Migration = z.infer<typeof migrationSchema>

/** The migrations that this version brings, oldest first, with their statements. */
export function knownMigrations(): (Migration & { statements: string[] })[] {
  return readMigrationFiles({ migrationsFolder }).map(({ hash, folderMillis, sql }) => ({
    hash,
    createdAt: folderMillis,
    statements: sql,
  }))
}

/** The migrations that a database has, oldest first. None when it was never used. */
export async function appliedMigrations(client: pg.Client): Promise<Migration[]> {
  const { rows: found } = await client.query<{ exists: boolean }>(
    `select to_regclass('drizzle.__drizzle_migrations') is not null as exists`,
  )
  if (!found[0]?.exists) return []
  const { rows } = await client.query<{ hash: string; created_at: string }>(
    'select hash, created_at from drizzle.__drizzle_migrations order by created_at',
  )
  return rows.map(({ hash, created_at }) => ({ hash, createdAt: Number(created_at) }))
}

/** Whether these are the first of the migrations that this version brings, or all of them. */
export function areKnown(migrations: Migration[]): boolean {
  const known = knownMigrations()
  return migrations.every(({ hash }, index) => known[index]?.hash === hash)
}

/**
 * Applies the migrations from one place in the list up to another, in the transaction that is under way.
 * @param from how many the database has
 * @param to how many it is to have
 */
export async function applyMigrations(client: pg.Client, from: number, to: number): Promise<void> {
  for (const { statements, hash, createdAt } of knownMigrations().slice(from, to)) {
    for (const statement of statements) await client.query(statement)
    await client.query('insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)', [
      hash,
      createdAt,
    ])
  }
}
