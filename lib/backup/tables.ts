import { getTableName, is } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import * as schema from '@/db/schema'

/** What a backup leaves out, with the reason why that is right. A restored database has none of these rows. */
export const leftOut: Record<string, string> = {
  sessions: 'a session that was ended since would be alive again; people sign in anew',
  rate_limits: 'counts of the last minutes, which mean nothing later',
}

const allTables = Object.values(schema).filter((entry) => is(entry, PgTable))

/** All of Sluice's tables. Those of the job queue are not among them: what was queued must not run twice. */
export const tableNames: readonly string[] = allTables.map(getTableName)

/** The tables of a backup, from the schema, so that a new one is in it without anybody's doing. */
export const backedUpTables: readonly string[] = tableNames.filter((name) => !(name in leftOut))

/** Runs and everything that refers to them, which `--without-runs` leaves out. */
export const runTables: ReadonlySet<string> = withReferring('runs')

function withReferring(name: string): Set<string> {
  const found = new Set([name])
  const referring = () =>
    allTables.filter(
      (table) =>
        !found.has(getTableName(table)) &&
        getTableConfig(table).foreignKeys.some((key) =>
          found.has(getTableName(key.reference().foreignTable)),
        ),
    )
  for (let next = referring(); next.length > 0; next = referring()) {
    for (const table of next) found.add(getTableName(table))
  }
  return found
}
