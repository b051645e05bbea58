import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'

/**
 * The login roles of a database. `app` is the application's; `runs` can do nothing but keep the runs of
 * all organizations and their queue, which is what lets many of them share a commit.
 */
export type RoleKind = 'app' | 'runs'

/** `<database>_app`: one a database, because roles belong to the whole server, which several may share. */
export function roleName(database: string, kind: RoleKind): string {
  const name = `${database}_${kind}`
  if (Buffer.byteLength(name) <= 63) return name // Postgres cuts longer names off
  const hash = createHash('sha256').update(database).digest('hex').slice(0, 16)
  return `${hash}_${kind}`
}

/** Derived, so that every instance that knows `AUTH_SECRET` arrives at the same password. */
export function rolePassword(authSecret: string, kind: RoleKind): string {
  const purpose = kind === 'app' ? 'postgres role' : `postgres role ${kind}`
  return createHmac('sha256', authSecret).update(purpose).digest('hex')
}

export function databaseName(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1))
}

/**
 * The same database as the application's role. Gives the same answer for the owner's URL and for its
 * own result, so the owner's credentials can leave the environment once migrations are through.
 */
export function appDatabaseUrl(ownerUrl: string, authSecret: string): string {
  return databaseUrlOf(ownerUrl, authSecret, 'app')
}

/** The same database as another of its roles; any role's URL will do to start from. */
export function databaseUrlOf(anyUrl: string, authSecret: string, kind: RoleKind): string {
  const url = new URL(anyUrl)
  // As parameters and not before the host: a URL of a Unix socket has no host to put them before.
  url.username = ''
  url.password = ''
  url.searchParams.set('user', roleName(databaseName(anyUrl), kind))
  url.searchParams.set('password', rolePassword(authSecret, kind))
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
