import { eq, sql } from 'drizzle-orm'
import { createHash } from 'node:crypto'
import { type Transaction, narrowToOrganization, withScope } from '@/db/client'
import { memberships, organizations, users } from '@/db/schema'
import { writeAuditEntry } from '@/lib/audit/write-audit-entry'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/new-id'
import type { RequestMeta } from '@/lib/request-meta'
import type { Services } from '@/lib/services'
import { verifyPassword } from './password'
import { type Session, startSession } from './sessions'

/**
 * Checks a password and starts a session. Tries are counted before the password is looked at, so that
 * many at once find no gap; a success takes them back.
 * @throws AppError `unauthenticated` with one text for every reason, or `rate_limited`
 */
export async function signIn(
  services: Pick<Services, 'db' | 'rateLimits'>,
  meta: RequestMeta,
  input: { email: string; password: string },
): Promise<Session> {
  const { db, rateLimits } = services
  const email = input.email.trim().toLowerCase()
  const address = meta.address ?? 'unknown'
  // Hashed: a key has a limited length, and this table is no list of who tried what.
  const account = createHash('sha256').update(`${email}\n${address}`).digest('base64url')
  await rateLimits.take('sign_ins_from_address', address)
  await rateLimits.take('sign_ins_of_account', account)

  const [user] = await db
    .select()
    .from(users)
    .where(eq(sql`lower(${users.email})`, email))
  const matches = await verifyPassword(input.password, user?.passwordHash ?? null)
  if (!user || !matches) {
    // An email that nobody has costs the same look at memberships, so that time tells nothing either.
    const tried = user ?? { id: newId(), name: '' }
    await withScope(db, { userId: tried.id }, (tx) => audit(tx, meta, tried, 'session.refused'))
    throw new AppError('unauthenticated', 'Email or password is incorrect.')
  }
  await rateLimits.giveBack('sign_ins_from_address', address)
  await rateLimits.reset('sign_ins_of_account', account)
  const id = await withScope(db, { userId: user.id }, async (tx) => {
    await audit(tx, meta, user, 'session.started')
    return startSession(tx, user.id)
  })
  return { id, user: { id: user.id, name: user.name, email: user.email } }
}

/** Signing in belongs to no organization, so each one that the person is a member of notes it. */
async function audit(
  tx: Transaction,
  meta: RequestMeta,
  user: { id: string; name: string },
  action: 'session.started' | 'session.refused',
): Promise<void> {
  const rows = await tx
    .select({ id: organizations.id })
    .from(memberships)
    .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
    .where(eq(memberships.userId, user.id))
  for (const { id: orgId } of rows) {
    await narrowToOrganization(tx, orgId)
    await writeAuditEntry(
      tx,
      { ...meta, orgId, actor: { type: 'user', id: user.id, name: user.name } },
      { action, objectType: 'user', objectId: user.id, objectName: user.name },
    )
  }
}
