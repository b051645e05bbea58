import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'

/**
 * The login role that the application uses in a database: `<database>_app`. One a database, because
 * roles belong to the whole Postgres server, and several databases may share it.
 */
export function appRoleName(database: string): string {
  const name = `${database}_app`
  if (Buffer.byteLength(name) <= 63) return name // Postgres cuts longer names off
  const hash = createHash('sha256').update(database).digest('hex').slice(0, 16)
  return `${hash}_app`
}

/** Derived, so that every instance that knows `AUTH_SECRET` arrives at the same password. */
export function appRolePassword(authSecret: string): string {
  return createHmac('sha256', authSecret).update('postgres role').digest('hex')
}

export function databaseName(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1))
}

/**
 * The same database as the application's role. Gives the same answer for the owner's URL and for its
 * own result, so the owner's credentials can leave the environment once migrations are through.
 */
export function appDatabaseUrl(ownerUrl: string, authSecret: string): string {
  const url = new URL(ownerUrl)
  // As parameters and not before the host: a URL of a Unix socket has no host to put them before.
  url.username = ''
  url.password = ''
  url.searchParams.set('user', appRoleName(databaseName(ownerUrl)))
  url.searchParams.set('password', appRolePassword(authSecret))
  return url.href
}

/**
 * A password as Postgres keeps it (RFC 5803's stored form of SCRAM-SHA-256), so that the password
 * itself is in no statement that a server may log.
 */
export function scramVerifier(password: string, salt = randomBytes(16), iterations = 4096): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const clientKey = createHmac('sha256', salted).update('Client Key').digest()
  const storedKey = createHash('sha256').update(clientKey).digest('base64')
  const serverKey = createHmac('sha256', salted).update('Server Key').digest('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`
}
