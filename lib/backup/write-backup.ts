import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { appliedMigrations, areKnown } from '@/db/applied-migrations'
import { BackupError } from './backup-error'
import { countLines } from './count-lines'
import { firstLine, trailer } from './file-format'
import type { Manifest } from './manifest'
import { backedUpTables, runTables } from './tables'

export type BackupOptions = {
  withoutRuns: boolean
  /** Hears how many rows of a table are through. */
  onProgress?: (table: string, rows: number) => void
}

/**
 * Writes everything that Sluice keeps, as it is at one moment, while others go on writing. Postgres's own
 * COPY makes the text, for it knows how to write each type so that it comes back the same; rows flow
 * through as bytes and at the speed of `write`, never more than a few at a time.
 *
 * Row-level security stays on, also for an owner who is not a superuser: one organization after another.
 * Sealed secrets are copied as they are; no key is in reach of this function.
 * @param client of the owner, for this alone; it can't be used after an error
 * @throws BackupError `empty` or `wrong_version`
 */
export async function writeBackup(
  client: pg.Client,
  write: (bytes: string | Uint8Array) => Promise<unknown>,
  options: BackupOptions,
): Promise<Manifest> {
  const digest = createHash('sha256')
  const put = async (bytes: string | Uint8Array) => {
    digest.update(bytes)
    await write(bytes)
  }
  const manifest = await beginSnapshot(client, options)
  await put(firstLine)
  await pipeline(copyTables(client, manifest, options), createGzip(), async (compressed) => {
    for await (const chunk of compressed as AsyncIterable<Buffer>) await put(chunk)
  })
  await client.query('commit')
  await put(trailer(manifest))
  await write(`${digest.digest('hex')}\n`)
  return manifest
}

/** @returns the manifest, with no rows counted yet */
async function beginSnapshot(client: pg.Client, { withoutRuns }: BackupOptions): Promise<Manifest> {
  await client.query('set statement_timeout = 0; set idle_in_transaction_session_timeout = 0')
  const { rows: found } = await client.query<{ name: string }>(
    `select format('public.%I', name) as name from unnest($1::text[]) as wanted (name)
     where to_regclass(format('public.%I', name)) is not null`,
    [backedUpTables],
  )
  const existing = found.map(({ name }) => name)
  await client.query('begin transaction isolation level repeatable read read only')
  // Before the first query, which takes the snapshot: no migration may change a table that is yet to be read.
  if (existing.length > 0) await client.query(`lock table ${existing.join(', ')} in access share mode`)
  const migrations = await appliedMigrations(client)
  if (migrations.length === 0) {
    throw new BackupError('empty', 'There is nothing to back up: Sluice was never started on this database.')
  }
  if (!areKnown(migrations)) {
    throw new BackupError(
      'wrong_version',
      'The database is of a newer version of Sluice. Make the backup with that version.',
    )
  }
  const names = backedUpTables.filter((name) => !withoutRuns || !runTables.has(name))
  const { rows: tables } = await client.query<{ name: string; columns: string[] }>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
     from unnest($1::text[]) with ordinality as wanted (name, place)
     join pg_class c on c.oid = to_regclass(format('public.%I', wanted.name))
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     group by c.relname, place order by place`,
    [names],
  )
  const { rows } = await client.query<{ now: Date }>('select now()')
  const createdAt = (rows[0]?.now ?? new Date()).toISOString()
  return { createdAt, migrations, withoutRuns, tables: tables.map((table) => ({ ...table, rows: 0 })) }
}

async function* copyTables(
  client: pg.Client,
  { tables }: Manifest,
  { onProgress }: BackupOptions,
): AsyncGenerator<Buffer> {
  const organizations = await listOrganizations(client)
  for (const table of tables) {
    for (const statement of selections(client, table, organizations)) {
      await client.query(statement.scope)
      for await (const chunk of client.query(copyTo(statement.copy)) as AsyncIterable<Buffer>) {
        table.rows += countLines(chunk)
        yield chunk
        onProgress?.(table.name, table.rows)
      }
    }
  }
}

async function listOrganizations(client: pg.Client): Promise<string[]> {
  await client.query(`select set_config('app.sweep', 'on', true)`)
  const { rows } = await client.query<{ id: string }>('select id from organizations order by id')
  await client.query(`select set_config('app.sweep', '', true)`)
  return rows.map(({ id }) => id)
}

/** The statements that give a table's rows: one an organization, or one for a table that is of none. */
function* selections(
  client: pg.Client,
  { name, columns }: { name: string; columns: string[] },
  organizations: string[],
): Generator<{ scope: string; copy: string }> {
  const list = columns.map((column) => client.escapeIdentifier(column)).join(', ')
  const all = `select ${list} from public.${client.escapeIdentifier(name)}`
  const column = name === 'organizations' ? 'id' : 'organization_id'
  if (!columns.includes(column)) yield { scope: '', copy: `copy (${all}) to stdout` }
  else {
    for (const organization of organizations) {
      const id = client.escapeLiteral(organization)
      yield {
        scope: `select set_config('app.organization_id', ${id}, true)`,
        copy: `copy (${all} where ${column} = ${id}) to stdout`,
      }
    }
  }
}
