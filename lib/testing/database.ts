import { afterAll, inject } from 'vitest'
import type pg from 'pg'
import { databaseUrlOf } from '@/db/app-role'
import { createDatabase, type Database } from '@/db/client'

const pools: { end: () => Promise<void> }[] = []

// Registered while the test file is loading, because inside of a test it would be too late.
afterAll(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.end()))
})

let app: Database | undefined

/** This run's database as the application sees it: its role, with row-level security. One pool a file. */
export function testDatabase(): Database {
  app ??= connect(inject('appDatabaseUrl'))
  return app
}

/** The same as the role that writes the runs of all organizations. */
export function sharedRunsPool(): pg.Pool {
  writer ??= connect(databaseUrlOf(inject('appDatabaseUrl'), inject('authSecret'), 'runs'))
  return writer.$client
}

let writer: Database | undefined

let owner: Database | undefined

/** The same as a superuser, past row-level security: to look at what is stored. */
export function ownerDatabase(): Database {
  owner ??= connect(inject('ownerDatabaseUrl'))
  return owner
}

function connect(url: string): Database {
  const { db, pool } = createDatabase(url, () => {}) // a lost connection fails the query that meets it
  pools.push(pool)
  return db
}
