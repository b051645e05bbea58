import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyMigrations, knownMigrations } from '@/db/applied-migrations'
import { migrateDatabase } from '@/db/migrate'
import { withOwner } from '@/lib/cli/admin/owner-client'
import { createOwnDatabase, type OwnDatabase } from '@/lib/cli/testing/own-database'
import { newId } from '@/lib/new-id'
import { testOrganization, testServices } from '@/lib/testing/organization'
import { backUpToFile } from './back-up-to-file'
import { type Backup, readBackup } from './read-backup'
import { restoreBackup } from './restore-backup'
import { backedUpTables, leftOut, runTables, tableNames } from './tables'
import { awkward, catalogOf, type Filled, fillDatabase, rowsOf } from './testing/fill-database'
import { writeBackup } from './write-backup'

const folder = mkdtempSync(join(tmpdir(), 'sluice-backup-'))
const databases: OwnDatabase[] = []
afterAll(async () => {
  await Promise.all(databases.map((database) => database.drop()))
  rmSync(folder, { recursive: true })
})

async function newDatabase(options?: Parameters<typeof createOwnDatabase>[0]): Promise<OwnDatabase> {
  const database = await createOwnDatabase(options)
  databases.push(database)
  return database
}

/** As the owner whom the operator named. */
const asOwner = <T>(database: OwnDatabase, work: (client: pg.Client) => Promise<T>) =>
  withOwner(database.settings.DATABASE_URL, work)

const query = (database: OwnDatabase) => (text: string) => database.owner.query(text)
const newFile = () => join(folder, newId())

async function backUp(database: OwnDatabase, { withoutRuns = false } = {}): Promise<string> {
  const path = newFile()
  await asOwner(database, (client) => backUpToFile(client, path, { withoutRuns }))
  return path
}

async function restore(backup: string | Backup, database: OwnDatabase, { replace = false } = {}) {
  const read = typeof backup === 'string' ? await readBackup(backup) : backup
  return asOwner(database, (client) => restoreBackup(client, read, { replace }))
}

const refused = (code: string) => expect.objectContaining({ name: 'BackupError', code })

let source: OwnDatabase
let filled: Filled
let file: string
beforeAll(async () => {
  source = await newDatabase()
  const services = testServices({ database: source })
  filled = await fillDatabase(services, 'https://api.example.com')
  await fillDatabase(services, 'https://api.example.com')
  file = await backUp(source)
})

const ended = { runs: true, run_steps: true, audit_entries: true }
const untouched = [
  ...backedUpTables.filter((name) => !(name in ended)),
  `(select * from audit_entries where action <> 'run.finished')`,
]

describe('a backup', () => {
  it('has every table that there is, or a reason for leaving it out', async () => {
    const { rows } = await source.owner.query<{ name: string }>(
      `select relname as name from pg_class
       where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`,
    )
    expect([...tableNames].sort()).toEqual(rows.map(({ name }) => name))
    const { manifest } = await readBackup(file)
    const kept = manifest.tables.map(({ name }) => name)
    expect([...kept, ...Object.keys(leftOut)].sort()).toEqual([...tableNames].sort())
    // Or the other tests would prove nothing for a table that is new.
    for (const { name, rows } of manifest.tables) expect([name, rows > 0]).toEqual([name, true])
  })

  it.each([{ plainOwner: false }, { plainOwner: true }])(
    'comes back the same, row by row, in an empty database (%o)',
    async (owner) => {
      const from = owner.plainOwner ? await newDatabase(owner) : source
      if (owner.plainOwner) {
        await restore(file, from)
        await fillDatabase(testServices({ database: from }), 'https://api.example.com')
      }
      const to = await newDatabase(owner)
      const before = await catalogOf(query(to))
      await restore(await backUp(from), to)

      expect(await rowsOf(query(to), untouched)).toEqual(await rowsOf(query(from), untouched))
      expect(await catalogOf(query(to))).toEqual(before)
      const rows = await rowsOf(query(to), [...backedUpTables, ...Object.keys(leftOut)])
      expect(JSON.stringify(rows.endpoints)).toContain(JSON.stringify(awkward).slice(1, -1))
      expect(rows).toMatchObject({ sessions: [], rate_limits: [] })
    },
  )

  it('keeps row-level security in force afterwards', async () => {
    const to = await newDatabase()
    await restore(file, to)
    const { rows } = await to.db.$client.query('select id from endpoints')
    expect(rows).toEqual([])
  })

  it('ends the runs that were going on, and leaves those that had ended', async () => {
    const to = await newDatabase()
    expect(await restore(file, to)).toEqual({ interruptedRuns: 4 })
    const { rows } = await to.owner.query(
      `select r.status, r.error->>'code' as code, s.status as step, s.record::jsonb->'error'->>'code' as why,
         r.finished_at is not null as ended
       from runs r join run_steps s on s.run_id = r.id where r.organization_id = $1 order by 1, 3`,
      [filled.organization.id],
    )
    const interrupted = { status: 'interrupted', code: 'interrupted', ended: true }
    expect(rows).toEqual([
      // Of the request that was on its way nobody knows; nothing was sent by the other one.
      { ...interrupted, step: 'canceled', why: null },
      { ...interrupted, step: 'failed', why: 'unknown_outcome' },
      expect.objectContaining({ status: 'succeeded', code: null, step: 'succeeded' }),
    ])
  })

  it('audits that they ended, by whoever had started them', async () => {
    const to = await newDatabase({ plainOwner: true })
    await restore(file, to)
    const { rows } = await to.owner.query(
      `select a.organization_id = r.organization_id as "isOfRun", a.actor_type as "actorType",
         a.actor_name as "actorName", a.object_type as "objectType", a.object_name = f.name as "isNamed",
         a.details, a.address
       from audit_entries a left join runs r on r.id = a.object_id left join flows f on f.id = r.flow_id
       where a.action = 'run.finished' and a.organization_id = $1`,
      [filled.organization.id],
    )
    const entry = {
      isOfRun: true,
      actorType: 'user',
      actorName: filled.organization.admin.actor.name,
      objectType: 'run',
      isNamed: true,
      details: { status: 'interrupted', code: 'interrupted' },
      address: null,
    }
    expect(rows).toEqual([entry, entry])
  })

  it('leaves runs out when asked to, and all that hangs on them', async () => {
    const path = await backUp(source, { withoutRuns: true })
    expect(runTables).toContain('run_steps')
    const { manifest } = await readBackup(path)
    expect(manifest.withoutRuns).toBe(true)
    expect(manifest.tables.map(({ name }) => name)).toEqual(
      backedUpTables.filter((name) => !runTables.has(name)),
    )
    const to = await newDatabase()
    await restore(path, to)
    expect(await rowsOf(query(to), ['runs', 'endpoints'])).toEqual({
      runs: [],
      ...(await rowsOf(query(source), ['endpoints'])),
    })
  })

  it('is of one moment, whatever is written meanwhile', async () => {
    const database = await newDatabase()
    const services = testServices({ database: database })
    await fillDatabase(services, 'https://api.example.com')
    const before = await rowsOf(query(database), untouched)
    const chunks: Buffer[] = []
    const write = async (bytes: string | Uint8Array) => {
      // The snapshot is taken before the first byte, and tables are read after it.
      if (chunks.length === 0) {
        await fillDatabase(services, 'https://api.example.com')
        await database.owner.query(`update endpoints set name = name || ' changed'`)
        await database.owner.query(`delete from endpoint_secrets`)
      }
      chunks.push(Buffer.from(bytes))
    }
    await asOwner(database, (client) => writeBackup(client, write, { withoutRuns: false }))
    expect(await rowsOf(query(database), untouched)).not.toEqual(before)
    const path = newFile()
    writeFileSync(path, Buffer.concat(chunks))
    const to = await newDatabase()
    await restore(path, to)
    expect(await rowsOf(query(to), untouched)).toEqual(before)
  })

  it('shows no secret, and nobody but its owner may read it', () => {
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file, 'latin1')).not.toContain(filled.secret)
  })

  it('never holds more of the database than a few pieces at once', async () => {
    const database = await newDatabase()
    const services = testServices({ database: database })
    const { organization } = await fillDatabase(services, 'https://api.example.com')
    await database.owner.query(
      `insert into audit_entries (id, organization_id, actor_type, actor_name, action, object_type, object_name, request_id)
       select gen_random_uuid(), $1, 'system', 'x', 'x', 'flow', repeat(n::text, 1000000 / length(n::text)), 'x'
       from generate_series(1, 120) n`,
      [organization.id],
    )
    const before = process.memoryUsage().rss
    let most = 0
    const look = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20)
    const path = await backUp(database)
    const to = await newDatabase()
    await restore(path, to)
    clearInterval(look)
    const { rows } = await to.owner.query('select sum(length(object_name)) as sum from audit_entries')
    expect(Number(rows[0].sum)).toBeGreaterThan(119e6)
    expect(most - before).toBeLessThan(80e6)
  })
})

describe('a backup that can’t be used', () => {
  const refusal = (path: string): Promise<unknown> => readBackup(path).catch((error: unknown) => error)

  const content = () => readFileSync(file)
  function fileOf(bytes: Uint8Array | string): string {
    const path = newFile()
    writeFileSync(path, bytes)
    return path
  }

  it('is refused when it was cut off, wherever', async () => {
    const whole = content()
    for (const length of [16, 17, 200, whole.length >> 1, whole.length - 66, whole.length - 1]) {
      expect(await refusal(fileOf(whole.subarray(0, length)))).toEqual(refused('damaged'))
    }
    const longer = fileOf(Buffer.concat([whole, Buffer.from('\n')]))
    expect(await refusal(longer)).toEqual(refused('damaged'))
  })

  it('is refused when one bit of it is another', async () => {
    const { size } = statSync(file)
    const places = [20, 25, size - 1, size - 40, size - 70, size - 300]
    for (let place = 1_000; place < size; place += Math.ceil(size / 40)) places.push(place)
    for (const place of places) {
      const changed = content()
      changed[place] = (changed[place] ?? 0) ^ 0x10
      expect(await refusal(fileOf(changed))).toEqual(refused('damaged'))
    }
  })

  it('is refused when another program made it, or a newer Sluice', async () => {
    expect(await refusal(fileOf(''))).toEqual(refused('not_a_backup'))
    expect(await refusal(fileOf('-- PostgreSQL database dump\n'))).toEqual(refused('not_a_backup'))
    expect(await refusal('package-lock.json')).toEqual(refused('not_a_backup'))
    expect(await refusal(fileOf(content().subarray(16)))).toEqual(refused('not_a_backup'))
    expect(await refusal(fileOf('sluice backup 2\n…'))).toEqual(refused('wrong_version'))
    expect(await refusal(join(folder, 'none'))).toEqual(refused('file_inaccessible'))
    expect(await refusal(folder)).toEqual(refused('file_inaccessible'))
  })

  it.skipIf(process.platform === 'win32')('is refused when it is no file', async () => {
    const pipe = newFile()
    execFileSync('mkfifo', [pipe])
    const [read] = await Promise.allSettled([readBackup(pipe), writeFile(pipe, readFileSync(file))])
    expect(read).toMatchObject({ status: 'rejected', reason: { code: 'file_inaccessible' } })
  })

  it('is not blamed for a disk of the database that is full', async () => {
    const to = await newDatabase()
    await to.owner.query(`
      create function full_disk() returns boolean language plpgsql as $$ begin raise disk_full; end $$;
      alter table runs add check (full_disk())`)
    await expect(restore(file, to)).rejects.toEqual(refused('no_space'))
    expect((await rowsOf(query(to), ['organizations'])).organizations).toEqual([])
  })

  it('changes nothing when it turns out to be wrong half-way', async () => {
    const to = await newDatabase()
    const { organization } = await fillDatabase(testServices({ database: to }), 'https://api.example.com')
    const before = await rowsOf(query(to), tableNames)
    const catalog = await catalogOf(query(to))
    const backup = await readBackup(file)
    backup.manifest.tables.at(-1)!.rows++
    await expect(restore(backup, to, { replace: true })).rejects.toEqual(refused('damaged'))
    expect(await rowsOf(query(to), tableNames)).toEqual(before)
    expect(await catalogOf(query(to))).toEqual(catalog)
    expect(organization.slug).toBeTruthy()
  })

  it('is refused when it has a migration that this version doesn’t know', async () => {
    const backup = await readBackup(file)
    backup.manifest.migrations.push({ hash: 'x', createdAt: Date.now() })
    const to = await newDatabase()
    await expect(restore(backup, to)).rejects.toEqual(refused('wrong_version'))
  })
})

describe('a database that isn’t empty', () => {
  it.each([{ plainOwner: false }, { plainOwner: true }])(
    'is left alone, unless told to replace it (%o)',
    async (owner) => {
      const to = await newDatabase(owner)
      await testOrganization(testServices({ database: to }))
      const before = await rowsOf(query(to), tableNames)
      await expect(restore(file, to)).rejects.toEqual(refused('not_empty'))
      expect(await rowsOf(query(to), tableNames)).toEqual(before)

      await restore(file, to, { replace: true })
      expect(await rowsOf(query(to), untouched)).toEqual(await rowsOf(query(source), untouched))
    },
  )

  it('is not backed up when it is of a newer version, and there is nothing in one that was never used', async () => {
    const database = await newDatabase()
    await database.owner.query(
      `insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', 9999999999999)`,
    )
    await expect(backUp(database)).rejects.toEqual(refused('wrong_version'))
    await expect(backUp(await newDatabase({ migrated: false }))).rejects.toEqual(refused('empty'))
  })
})

describe('a backup of an older version', () => {
  /** A database as the first version of Sluice left it. */
  async function olderDatabase(): Promise<OwnDatabase> {
    const database = await newDatabase({ migrated: false })
    const { owner } = database
    await owner.query('create schema drizzle')
    await owner.query(
      'create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)',
    )
    await applyMigrations(owner, 0, 1)
    await owner.query(`insert into organizations (id, name, slug) values ('${newId()}', 'Old', 'old')`)
    await owner.query(
      `insert into users (id, email, name, password_hash) values ('${newId()}', 'o@old.test', 'O', 'x')`,
    )
    return database
  }

  it('is brought up to date on the way', async () => {
    const old = await olderDatabase()
    const path = await backUp(old)
    expect((await readBackup(path)).manifest.migrations).toHaveLength(1)
    const to = await newDatabase()
    const before = await catalogOf(query(to))
    await restore(path, to)
    expect(await catalogOf(query(to))).toEqual(before)
    expect((await rowsOf(query(to), ['organizations'])).organizations).toMatchObject([{ name: 'Old' }])
    const { rows } = await to.owner.query('select hash from drizzle.__drizzle_migrations order by created_at')
    expect(rows.map(({ hash }) => hash as string)).toEqual(knownMigrations().map(({ hash }) => hash))
    const { DATABASE_URL, AUTH_SECRET } = to.settings
    await migrateDatabase(DATABASE_URL, AUTH_SECRET) // finds nothing to do
    await testOrganization(testServices({ database: to })) // the application has its rights
  })
})
