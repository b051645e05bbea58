import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { databaseUrlOf, roleName } from '@/db/app-role'
import { createDatabase, type Database } from '@/db/client'
import { migrateDatabase } from '@/db/migrate'

export type OwnDatabase = {
  /** For a process that is given it as its `DATABASE_URL`. */
  settings: { DATABASE_URL: string; AUTH_SECRET: string }
  /** The application's. */
  db: Database
  /** Of the role that writes runs. */
  runsPool: pg.Pool
  /** A superuser, who sees everything and may lock it. */
  owner: pg.Client
  drop: () => Promise<void>
}

/** A migrated database for tests that concern all organizations, or that lock tables. */
export async function createOwnDatabase(): Promise<OwnDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  const server = new pg.Client({ connectionString: inject('ownerDatabaseUrl') })
  await server.connect()
  await server.query(`create database ${name}`)
  const url = new URL(inject('ownerDatabaseUrl'))
  url.pathname = name
  const authSecret = randomBytes(32).toString('base64')
  const { db, pool } = createDatabase(await migrateDatabase(url.href, authSecret), () => {})
  const { pool: runsPool } = createDatabase(databaseUrlOf(url.href, authSecret, 'runs'), () => {})
  const owner = new pg.Client({ connectionString: url.href })
  await owner.connect()
  return {
    settings: { DATABASE_URL: url.href, AUTH_SECRET: authSecret },
    db,
    runsPool,
    owner,
    async drop() {
      await Promise.all([pool.end(), runsPool.end(), owner.end()])
      await server.query(`drop database ${name} with (force)`)
      for (const kind of ['app', 'runs'] as const) await server.query(`drop role ${roleName(name, kind)}`)
      await server.end()
    },
  }
}
