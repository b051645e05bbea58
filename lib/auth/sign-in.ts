import { eq, sql } from 'drizzle-orm'
import { withScope } from '@/db/client'
import { users } from '@/db/schema'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/new-id'
import type { RequestMeta } from '@/lib/request-meta'
import type { Services } from '@/lib/services'
import { auditPerson } from './audit-person'
import { countTry } from './count-try'
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
  const tries = await countTry(rateLimits, { email, address: meta.address })

  const [user] = await db
    .select()
    .from(users)
    .where(eq(sql`lower(${users.email})`, email))
  const matches = await verifyPassword(input.password, user?.passwordHash ?? null)
  if (!user || !matches) {
    // An email that nobody has costs the same look at memberships, so that time tells nothing either.
    const tried = user ?? { id: newId(), name: '' }
    await withScope(db, { userId: tried.id }, (tx) => auditPerson(tx, meta, tried, 'session.refused'))
    throw new AppError('unauthenticated', 'Email or password is incorrect.')
  }
  await tries.forget()
  const id = await withScope(db, { userId: user.id }, async (tx) => {
    await auditPerson(tx, meta, user, 'session.started')
    return startSession(tx, user.id)
  })
  return { id, user: { id: user.id, name: user.name, email: user.email } }
}
