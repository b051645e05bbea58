import { sql } from 'drizzle-orm'
import { describe, expect, inject, it } from 'vitest'
import { ownerDatabase, testDatabase } from '@/lib/testing/database'
import { createDatabase } from './client'
import { isDatabaseOutage, isUniqueViolation, isUnstorableText } from './errors'

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  )
}

describe('isDatabaseOutage', () => {
  it('knows a server that nobody answers for', async () => {
    const { db, pool } = createDatabase('postgres://nobody@127.0.0.1:1/none', () => {})
    expect(isDatabaseOutage(await errorOf(db.execute(sql`select 1`)))).toBe(true)
    await pool.end()
  })

  it('knows a socket that is not there while its server is away', async () => {
    const { db, pool } = createDatabase('postgres:///none?host=/nowhere&user=nobody', () => {})
    expect(isDatabaseOutage(await errorOf(db.execute(sql`select 1`)))).toBe(true)
    await pool.end()
  })

  it('knows a connection that the server ended, and works again on the next', async () => {
    const lost: Error[] = []
    const { db, pool } = createDatabase(inject('appDatabaseUrl'), (error) => lost.push(error), {
      maxConnections: 1,
    })
    const { rows } = await db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)
    const slow = errorOf(db.execute(sql`select pg_sleep(4)`))
    await ownerDatabase().execute(sql`select pg_terminate_backend(${rows[0]?.pid})`)
    expect(isDatabaseOutage(await slow)).toBe(true)
    expect((await db.execute(sql`select 1 as one`)).rows).toEqual([{ one: 1 }])
    await pool.end()
  })

  it('knows a statement that took too long, and a database that takes no writes', async () => {
    const { db, pool } = createDatabase(inject('appDatabaseUrl'), () => {}, { maxConnections: 1 })
    await db.execute(sql`set statement_timeout = 50`)
    expect(isDatabaseOutage(await errorOf(db.execute(sql`select pg_sleep(4)`)))).toBe(true)
    await db.execute(sql`set default_transaction_read_only = on`)
    const write = db.execute(sql`insert into rate_limits (key) values ('read-only')`)
    expect(isDatabaseOutage(await errorOf(write))).toBe(true)
    await pool.end()
  })

  it('knows a server that has another password or no such database', async () => {
    const url = new URL(inject('appDatabaseUrl'))
    url.searchParams.set('password', 'another')
    const other = new URL(inject('appDatabaseUrl'))
    other.pathname = 'none'
    for (const { href } of [url, other]) {
      const { db, pool } = createDatabase(href, () => {})
      expect(isDatabaseOutage(await errorOf(db.execute(sql`select 1`)))).toBe(true)
      await pool.end()
    }
  })

  it('takes a mistake in a statement for none', async () => {
    for (const statement of [sql`select nothing`, sql`select 1/0`, sql`selec`]) {
      expect(isDatabaseOutage(await errorOf(testDatabase().execute(statement)))).toBe(false)
    }
    expect(isDatabaseOutage(new Error('x'))).toBe(false)
    expect(isDatabaseOutage('x')).toBe(false)
  })
})

describe('isUniqueViolation', () => {
  it('knows the index by its name', async () => {
    const twice = sql`insert into rate_limits (key) values ('twice'), ('twice')`
    const error = await errorOf(ownerDatabase().execute(twice))
    expect(isUniqueViolation(error, 'rate_limits_pkey')).toBe(true)
    expect(isUniqueViolation(error, 'endpoints_name')).toBe(false)
  })
})

describe('isUnstorableText', () => {
  it('knows the one character that Postgres can’t hold', async () => {
    expect(isUnstorableText(await errorOf(testDatabase().execute(sql`select ${'\0'}::text`)))).toBe(true)
    expect(
      isUnstorableText(await errorOf(testDatabase().execute(sql`select ${'{"a":"\\u0000"}'}::jsonb`))),
    ).toBe(true)
  })
})
