import type pg from 'pg'
import { applyMigrations, areKnown, knownMigrations } from '@/db/applied-migrations'
import { roleName } from '@/db/app-role'
import { isDiskFull } from '@/db/errors'
import { grantTo } from '@/db/migrate'
import { BackupError } from './backup-error'
import { endUnfinishedRuns } from './end-unfinished-runs'
import { loadRows, type OnRows } from './load-rows'
import type { Backup } from './read-backup'
import { backedUpTables, tableNames } from './tables'

export type RestoreOptions = {
  /** Empties the database first, instead of refusing one that isn't. */
  replace: boolean
  /** Hears how many rows of a table are through. */
  onProgress?: OnRows
}

/** How long to wait for those who use the tables. Longer than any transaction of a server takes. */
const lockTimeoutMs = 30_000

/** Any backup of which this version knows every migration. @throws BackupError `wrong_version` */
export function requireKnownVersion({ manifest, path }: Backup): void {
  const isKnown =
    areKnown(manifest.migrations) && manifest.tables.every(({ name }) => tableNames.includes(name))
  if (isKnown) return
  throw new BackupError(
    'wrong_version',
    `${path} is of a newer version of Sluice. Restore it with that version, or one that is newer still.`,
  )
}

/**
 * Puts a backup into a migrated database, all of it or nothing. Rows of an older version are loaded into the
 * tables of their time, which are then migrated like any others, so that no migration is left out for them.
 *
 * Runs that were not through when the backup was made are ended as interrupted: the database that they came
 * from may have finished them since, and nothing may be sent twice.
 * @param client of the owner, for this alone; it can't be used after an error
 * @throws BackupError
 * @returns how many runs were ended
 */
export async function restoreBackup(
  client: pg.Client,
  backup: Backup,
  options: RestoreOptions,
): Promise<{ interruptedRuns: number }> {
  requireKnownVersion(backup)
  try {
    return await putInPlace(client, backup, options)
  } catch (cause) {
    if (!isDiskFull(cause)) throw cause
    const message = 'The disk of the database server is full. Nothing was changed; make room, then restore.'
    throw new BackupError('no_space', message, { cause })
  }
}

async function putInPlace(
  client: pg.Client,
  backup: Backup,
  options: RestoreOptions,
): Promise<{ interruptedRuns: number }> {
  await client.query('set statement_timeout = 0; set idle_in_transaction_session_timeout = 0')
  await client.query('begin')
  await lockTables(client)
  if (options.replace) await client.query(`truncate ${listed(client, tableNames)}`)
  else await requireEmpty(client)

  const newest = knownMigrations().length
  const its = backup.manifest.migrations.length
  if (its < newest) await rebuild(client, its)
  await loadRows(client, backup, options.onProgress)
  await applyMigrations(client, its, newest)
  const interruptedRuns = await endUnfinishedRuns(client, new Date(backup.manifest.createdAt))
  await grantToRoles(client)
  await client.query(`analyze ${listed(client, tableNames)}`)
  // Servers that are running are to forget whatever they remember.
  await client.query(`select pg_notify('sluice_changes', '*')`)
  await client.query('commit')
  return { interruptedRuns }
}

/** Nobody reads or writes until the end, so nobody sees a half, or puts something in between. */
async function lockTables(client: pg.Client): Promise<void> {
  try {
    await client.query(`set local lock_timeout = ${lockTimeoutMs}`)
    await client.query(`lock table ${listed(client, tableNames)} in access exclusive mode`)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    if (code !== '55P03' && code !== '40P01') throw cause // not available; deadlock
    throw new BackupError('busy', 'Somebody is using the database all the time. Stop Sluice, then restore.', {
      cause,
    })
  }
}

/** @throws BackupError `not_empty` */
export async function requireEmpty(client: pg.Client): Promise<void> {
  const { rows: existing } = await client.query<{ name: string }>(
    'select name from unnest($1::text[]) as wanted (name) where to_regclass(format($2, name)) is not null',
    [backedUpTables, 'public.%I'],
  )
  const some = existing.map(({ name }) => `exists (select from public.${client.escapeIdentifier(name)})`)
  if (some.length === 0) return
  // Row-level security hides the rows of organizations from an owner who is no superuser, but not from a
  // sweep the organizations themselves.
  await client.query(`set app.sweep = 'on'`)
  const { rows } = await client.query<{ filled: boolean }>(`select ${some.join(' or ')} as filled`)
  await client.query('reset app.sweep')
  if (!rows[0]?.filled) return
  throw new BackupError(
    'not_empty',
    'The database has data in it, which a restore would replace. If that is what you want, add --replace.',
  )
}

async function rebuild(client: pg.Client, migrations: number): Promise<void> {
  const { rows: functions } = await client.query<{ name: string }>(
    `select distinct t.tgfoid::regprocedure::text as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where c.relnamespace = 'public'::regnamespace and c.relname = any ($1) and not t.tgisinternal`,
    [tableNames],
  )
  await client.query(`drop table ${listed(client, tableNames)} cascade`)
  for (const { name } of functions) await client.query(`drop function ${name}`)
  await client.query('delete from drizzle.__drizzle_migrations')
  await applyMigrations(client, 0, migrations)
}

async function grantToRoles(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>('select current_database() as name')
  const [database] = rows
  if (!database) return
  for (const kind of ['app', 'runs'] as const) await grantTo(client, kind, roleName(database.name, kind))
}

function listed(client: pg.Client, names: readonly string[]): string {
  return names.map((name) => `public.${client.escapeIdentifier(name)}`).join(', ')
}
