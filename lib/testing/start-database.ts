import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { roleName } from '@/db/app-role'
import { migrateDatabase } from '@/db/migrate'
import { startEmbeddedPostgres } from '@/lib/cli/embedded-postgres/start-embedded-postgres'

declare module 'vitest' {
  interface ProvidedContext {
    /** A superuser's URL of this run's database. */
    ownerDatabaseUrl: string
    /** The application role's URL of the same. */
    appDatabaseUrl: string
    authSecret: string
  }
}

/**
 * A migrated database for one run of vitest, on a server that runs at the same time share: the first
 * starts it, the last stops it.
 */
export default async function startDatabase(project: TestProject): Promise<() => Promise<void>> {
  const server = await startEmbeddedPostgres({
    dataDir: '.test',
    settings: { fsync: 'off', max_connections: '300' },
  })
  const name = `test_${randomBytes(6).toString('hex')}`
  const url = new URL(server.url)
  await run(server.url, [...(server.adopted ? [] : await leftovers(server.url)), `create database ${name}`])
  url.pathname = name

  const authSecret = randomBytes(32).toString('base64')
  project.provide('ownerDatabaseUrl', url.href)
  project.provide('appDatabaseUrl', await migrateDatabase(url.href, authSecret))
  project.provide('authSecret', authSecret)

  return async () => {
    await run(server.url, dropping(name))
    server.release()
  }
}

/** Databases of runs that were killed. Nobody else was there when we started the server. */
async function leftovers(url: string): Promise<string[]> {
  const rows = await run(url, [`select datname from pg_database where datname like 'test\\_%'`])
  return rows.flatMap(({ datname }) => dropping(datname))
}

function dropping(database: string): string[] {
  return [
    `drop database if exists ${database} with (force)`,
    `drop role if exists ${roleName(database, 'app')}`,
    `drop role if exists ${roleName(database, 'runs')}`,
  ]
}

/** Runs statements one after another. @returns the rows of the last */
async function run(url: string, statements: string[]): Promise<{ datname: string }[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    let rows: { datname: string }[] = []
    for (const statement of statements) rows = (await client.query<{ datname: string }>(statement)).rows
    return rows
  } finally {
    await client.end()
  }
}
