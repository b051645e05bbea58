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
  /** Ends every connection of the application and lets none in. @returns a function that ends this */
  refuse: () => Promise<() => Promise<void>>
  drop: () => Promise<void>
}

type OwnDatabaseOptions = {
  /** Whether its owner is an ordinary role, which row-level security counts for as well. */
  plainOwner?: boolean
  /** Whether it has any tables yet. */
  migrated?: boolean
}

/** A migrated database for tests that concern all organizations, or that lock tables. */
export async function createOwnDatabase({
  plainOwner = false,
  migrated = true,
}: OwnDatabaseOptions = {}): Promise<OwnDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  const server = new pg.Client({ connectionString: inject('ownerDatabaseUrl') })
  await server.connect()
  await server.query(`create database ${name}`)
  const url = new URL(inject('ownerDatabaseUrl'))
  url.pathname = name
  const owner = new pg.Client({ connectionString: url.href })
  await owner.connect()
  if (plainOwner) {
    url.username = `${name}_owner`
    url.password = randomBytes(16).toString('hex')
    await server.query(`create role ${url.username} login createrole password '${url.password}'`)
    await server.query(`alter database ${name} owner to ${url.username}`)
  }
  const authSecret = randomBytes(32).toString('base64')
  if (migrated) await migrateDatabase(url.href, authSecret)
  const { db, pool } = createDatabase(databaseUrlOf(url.href, authSecret, 'app'), () => {})
  const { pool: runsPool } = createDatabase(databaseUrlOf(url.href, authSecret, 'runs'), () => {})
  const setLogin = async (can: 'login' | 'nologin') => {
    for (const kind of ['app', 'runs'] as const) {
      await owner.query(`alter role ${roleName(name, kind)} ${can}`)
    }
  }
  return {
    settings: { DATABASE_URL: url.href, AUTH_SECRET: authSecret },
    db,
    runsPool,
    owner,
    async refuse() {
      await setLogin('nologin')
      await owner.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()`,
        [name],
      )
      return () => setLogin('login')
    },
    async drop() {
      await Promise.all([pool.end(), runsPool.end(), owner.end()])
      await server.query(`drop database ${name} with (force)`)
      for (const role of [roleName(name, 'app'), roleName(name, 'runs'), `${name}_owner`]) {
        await server.query(`drop role if exists ${role}`)
      }
      await server.end()
    },
  }
}
