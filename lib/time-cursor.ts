import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { type Cursor, decodeCursor } from '@/lib/cursor'
import { invalidField } from '@/lib/errors'

/**
 * A cursor of a list that is sorted by time.
 * @throws AppError `invalid_input`
 */
export function decodeTimeCursor(text: string): Cursor {
  const cursor = decodeCursor(text)
  if (isTime(cursor.value)) return cursor
  throw invalidField('cursor', 'This is not a cursor of ours. Start again without one.')
}

/** A time for a cursor, to the microsecond: rows of one transaction have one time, or nearly. */
export function exactTime(time: SQLWrapper): SQL<string> {
  return sql<string>`to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
}

/** A time as JSON has it, in milliseconds, or as the database does, in microseconds. */
function isTime(text: string): boolean {
  const [, milliseconds] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})(?:\d{3})?Z$/.exec(text) ?? []
  if (milliseconds === undefined || text.startsWith('0000')) return false
  // Date.parse takes a 31st of February, and Postgres doesn't.
  const time = new Date(`${milliseconds}Z`)
  return !Number.isNaN(time.getTime()) && time.toISOString() === `${milliseconds}Z`
}
