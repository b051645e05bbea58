import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { isDatabaseOutage } from '@/db/errors'
import { BackupError } from './backup-error'
import { countLines } from './count-lines'
import type { Manifest } from './manifest'
import { type Backup, openRows } from './read-backup'
import { relaxed } from './relax'

export type OnRows = (table: string, rows: number) => void

/**
 * Loads every row of a backup into tables that are empty, in the transaction that is under way.
 * @throws BackupError `damaged` or `wrong_version`
 */
export async function loadRows(client: pg.Client, backup: Backup, onRows?: OnRows): Promise<void> {
  const { tables } = backup.manifest
  const rows = openRows(backup)
  await relaxed(client, async () => {
    for (const table of tables) {
      await loadTable(
        client,
        table,
        counted(rows.take(table.rows), (count) => onRows?.(table.name, count)),
      )
    }
    await rows.end()
  })
  for (const { name } of tables) await advanceSequences(client, name)
}

async function loadTable(
  client: pg.Client,
  { name, columns }: Manifest['tables'][number],
  rows: AsyncGenerator<Buffer>,
): Promise<void> {
  const list = columns.map((column) => client.escapeIdentifier(column)).join(', ')
  const copy = `copy public.${client.escapeIdentifier(name)} (${list}) from stdin`
  try {
    await pipeline(Readable.from(rows), client.query(copyFrom(copy)))
  } catch (cause) {
    if (!(cause instanceof pg.DatabaseError) || isDatabaseOutage(cause)) throw cause
    // Its message names a column or a constraint; the values that it has in other fields stay there.
    throw new BackupError('wrong_version', `The rows of ${name} don’t fit its table: ${cause.message}`, {
      cause,
    })
  }
}

async function* counted(
  chunks: AsyncIterable<Buffer>,
  onCount: (rows: number) => void,
): AsyncGenerator<Buffer> {
  let rows = 0
  for await (const chunk of chunks) {
    rows += countLines(chunk)
    yield chunk
    onCount(rows)
  }
}

/** Rows bring their numbers with them, so whatever counts them has to go on from there. */
async function advanceSequences(client: pg.Client, table: string): Promise<void> {
  const name = `public.${client.escapeIdentifier(table)}`
  const { rows } = await client.query<{ column: string; sequence: string }>(
    `select a.attname as column, pg_get_serial_sequence($1, a.attname) as sequence from pg_attribute a
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped
       and pg_get_serial_sequence($1, a.attname) is not null`,
    [name],
  )
  for (const { column, sequence } of rows) {
    const highest = `(select max(${client.escapeIdentifier(column)}) from ${name})`
    await client.query(`select setval($1::regclass, coalesce(${highest}, 1), ${highest} is not null)`, [
      sequence,
    ])
  }
}
