import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { databaseName, databaseUrlOf } from './app-role'
import { appDatabaseUrl, migrateDatabase } from './migrate'

const authSecret = randomBytes(32).toString('base64')
const ownerPassword = randomBytes(16).toString('hex')
const created: string[] = []

async function query(url: string, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text, values)).rows
  } finally {
    await client.end()
  }
}

async function newDatabase(ownerUrl = inject('ownerDatabaseUrl')): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await query(ownerUrl, `create database ${name}`)
  created.push(name)
  const url = new URL(ownerUrl)
  url.pathname = name
  return url.href
}

afterAll(async () => {
  for (const name of created) {
    await query(inject('ownerDatabaseUrl'), `drop database ${name} with (force)`)
    await query(inject('ownerDatabaseUrl'), `drop role if exists ${name}_app`)
    await query(inject('ownerDatabaseUrl'), `drop role if exists ${name}_owner`)
  }
})

describe('migrateDatabase', () => {
  it('lets four processes migrate an empty database at once', async () => {
    const url = await newDatabase()
    const urls = await Promise.all([1, 2, 3, 4].map(() => migrateDatabase(url, authSecret)))
    expect(new Set(urls).size).toBe(1)
    const applied = await query(
      url,
      'select hash, count(*)::int from drizzle.__drizzle_migrations group by 1',
    )
    expect(applied.length).toBeGreaterThan(0)
    expect(applied.every(({ count }) => count === 1)).toBe(true)
  })

  it('has no statement of the role of the runs compiled, most of which read a page or two', async () => {
    const url = await newDatabase()
    await migrateDatabase(url, authSecret)
    const ofRuns = databaseUrlOf(url, authSecret, 'runs')
    expect(await query(ofRuns, 'show jit')).toEqual([{ jit: 'off' }])
  })

  it('takes values of headers, which may be secrets by now, out of the audit log', async () => {
    const url = await newDatabase()
    await migrateDatabase(url, authSecret)
    const plain = [{ name: 'X-Key', secret: false, value: 'v' }]
    const entries = {
      'endpoint.created': { settings: { name: 'N', defaultHeaders: plain } },
      'endpoint.updated': {
        changes: { name: { from: 'N', to: 'M' }, defaultHeaders: { from: plain, to: [] } },
      },
      'run.finished': { status: 'succeeded', code: null },
    }
    for (const [action, details] of Object.entries(entries)) {
      await query(
        url,
        `with o as (insert into organizations (id, slug, name) values (gen_random_uuid(), $1, $1) returning id)
         insert into audit_entries (id, organization_id, actor_type, actor_name, action, object_type,
           object_name, details, request_id)
         select gen_random_uuid(), id, 'system', 'S', $1, 'endpoint', 'N', $2, '' from o`,
        [action, details],
      )
    }
    await query(url, readFileSync('db/migrations/0011_no_values_in_audit.sql', 'utf8'))
    const kept = await query(url, 'select action, details from audit_entries order by action')
    const names = [{ name: 'X-Key', secret: false }]
    expect(kept).toEqual([
      { action: 'endpoint.created', details: { settings: { name: 'N', defaultHeaders: names } } },
      {
        action: 'endpoint.updated',
        details: { changes: { name: { from: 'N', to: 'M' }, defaultHeaders: { from: names, to: [] } } },
      },
      { action: 'run.finished', details: entries['run.finished'] },
    ])
  })

  it('signs the application in as a role that owns nothing and cannot bypass row-level security', async () => {
    const appUrl = inject('appDatabaseUrl')
    const [role] = await query(
      appUrl,
      `select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
         (select count(*)::int from pg_class where relowner = r.oid) as owned
       from pg_roles r where rolname = current_user`,
    )
    expect(role).toEqual({
      rolname: `${databaseName(appUrl)}_app`,
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      owned: 0,
    })
  })

  it('lets the application add audit entries and read them, and nothing more', async () => {
    const privileges = await query(
      inject('appDatabaseUrl'),
      `select table_name, array_agg(privilege_type::text order by privilege_type) as granted
       from information_schema.role_table_grants where grantee = current_user group by 1`,
    )
    const granted = Object.fromEntries(privileges.map((row) => [String(row.table_name), row.granted]))
    expect(granted.audit_entries).toEqual(['INSERT', 'SELECT'])
    expect(granted.endpoints).toEqual(['DELETE', 'INSERT', 'SELECT', 'UPDATE'])
    await expect(query(inject('appDatabaseUrl'), 'delete from drizzle.__drizzle_migrations')).rejects.toThrow(
      'permission denied',
    )
  })

  it('gives every instance with another AUTH_SECRET another password', async () => {
    const url = await newDatabase()
    const first = await migrateDatabase(url, authSecret)
    const second = await migrateDatabase(url, `${authSecret} rotated`)
    await expect(query(first, 'select 1')).rejects.toThrow('password authentication failed')
    expect(await query(second, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('works for an owner that is no superuser but may create roles', async () => {
    const url = await ownedDatabase('createrole')
    await migrateDatabase(url, authSecret)
    const again = await migrateDatabase(url, authSecret)
    expect(await query(again, 'select count(*)::int from endpoints')).toEqual([{ count: 0 }])
  })

  it('says what an owner without that right needs', async () => {
    await expect(migrateDatabase(await ownedDatabase('nocreaterole'), authSecret)).rejects.toThrow(
      /createrole/,
    )
  })

  it('says what a user needs that does not own the database', async () => {
    const url = new URL(await ownedDatabase('createrole'))
    const name = databaseName(url.href)
    await query(inject('ownerDatabaseUrl'), `alter database ${name} owner to current_user`)
    await expect(migrateDatabase(url.href, authSecret)).rejects.toThrow(`alter database ${name} owner to`)
  })

  it('says that a server takes no changes', async () => {
    const url = await newDatabase()
    await query(url, `alter database ${databaseName(url)} set default_transaction_read_only = on`)
    await expect(migrateDatabase(url, authSecret)).rejects.toThrow(/takes no changes/)
  })

  it('refuses a role of that name that can bypass row-level security', async () => {
    const url = await newDatabase()
    await query(url, `create role ${databaseName(url)}_app bypassrls login`)
    await expect(migrateDatabase(url, authSecret)).rejects.toThrow(/bypass row-level\s+security/)
  })
})

async function ownedDatabase(attribute: string): Promise<string> {
  const url = new URL(await newDatabase())
  const name = databaseName(url.href)
  await query(url.href, `create role ${name}_owner login ${attribute} password '${ownerPassword}'`)
  await query(url.href, `alter database ${name} owner to ${name}_owner`)
  url.username = `${name}_owner`
  url.password = ownerPassword
  return url.href
}

describe('appDatabaseUrl', () => {
  it('gives the same for the owner’s URL and for its own result', () => {
    const url = appDatabaseUrl('postgres://owner:pass@db.example.com:5432/sluice?sslmode=require', authSecret)
    expect(appDatabaseUrl(url, authSecret)).toBe(url)
    expect(url).toContain('db.example.com:5432/sluice?sslmode=require&user=sluice_app')
    expect(url).not.toContain('owner')
  })

  it('keeps the directory of a Unix socket', () => {
    const url = appDatabaseUrl('postgres:///sluice?host=/var/run/postgresql', authSecret)
    expect(url).toContain('postgres:///sluice?host=')
  })
})
