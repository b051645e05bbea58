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

/** Whether the user may not do that. */
export function isForbidden(error: unknown): boolean {
  return databaseError(error)?.code === '42501'
}

/** Whether the server has no more space. */
export function isDiskFull(error: unknown): boolean {
  return databaseError(error)?.code === '53100'
}

/** Whether the server takes no changes, as a replica or one that is told so. */
export function isReadOnly(error: unknown): boolean {
  return databaseError(error)?.code === '25006'
}

// Classes of SQLSTATE: 08 connection, 28 sign-in (a password that was changed), 53 resources (a full disk,
// too many connections), 58 the system below. Single ones: no such database (any more), a read-only server,
// the three limits of time (statement, idle in a transaction, idle), and a server that goes down or comes up.
const outage = /^(08...|28...|53...|58...|3D000|25006|57014|25P03|57P0[1-5])$/
const lostConnection =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/
// pg and pg-pool give these no code.
const lostInWords =
  /^(timeout exceeded when trying to connect|timeout expired|Query read timeout|Connection terminated|Client has encountered a connection error)/

/** Whether the database, and not the query, is what failed. */
export function isDatabaseOutage(error: unknown): boolean {
  const found = databaseError(error)
  if (found) return outage.test(found.code ?? '')
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && lostConnection.test(String(cause.code))) return true
    // Also one to a socket in the file system, which goes away with its server and may have no room.
    if ('syscall' in cause && cause.syscall === 'connect') return true
    if (lostInWords.test(cause.message)) return true
  }
  return false
}

/** Whether a statement took longer than it may, or the server fell silent over it. */
export function isOutOfTime(error: unknown): boolean {
  if (databaseError(error)?.code === '57014') return true
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && cause.code === 'ETIMEDOUT') return true
    if (cause.message.startsWith('Query read timeout')) return true
  }
  return false
}

// Deadlocks and locks that could not be had in time.
const conflict = /^(40001|40P01|55P03)$/

/** Whether a write that failed may well succeed later, as it is. */
export function mayPass(error: unknown): boolean {
  return isDatabaseOutage(error) || conflict.test(databaseError(error)?.code ?? '')
}
