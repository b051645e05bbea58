import pg from 'pg'

/** The error of the driver inside whatever wrapped it. */
function databaseError(error: unknown): pg.DatabaseError | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof pg.DatabaseError) return cause
  }
  return null
}

/** Whether a write was refused because another row has the same value in the named unique index. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  const found = databaseError(error)
  return found?.code === '23505' && found.constraint === constraint
}

/** Whether a text has a character that Postgres can't hold, which is only U+0000. */
export function isUnstorableText(error: unknown): boolean {
  const code = databaseError(error)?.code
  return code === '22021' || code === '22P05'
}

// Classes 08 (connection) and 53 (resources), and the server's shutting down or starting up.
const outage = /^(08...|53...|57P0[1-4])$/
const lostConnection = /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT)$/

/** Whether the database, and not the query, is what failed. */
export function isDatabaseOutage(error: unknown): boolean {
  const found = databaseError(error)
  if (found) return outage.test(found.code ?? '')
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && lostConnection.test(String(cause.code))) return true
    // pg and pg-pool give these no code.
    if (/^(timeout exceeded when trying to connect|Connection terminated)/.test(cause.message)) return true
  }
  return false
}
