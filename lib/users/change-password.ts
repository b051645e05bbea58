import { and, eq } from 'drizzle-orm'
import { withScope } from '@/db/client'
import { users } from '@/db/schema'
import { auditPerson } from '@/lib/auth/audit-person'
import { type OrgContext, requirePerson } from '@/lib/auth/context'
import { countTry } from '@/lib/auth/count-try'
import { hashPassword, verifyPassword } from '@/lib/auth/password'
import { endSessionsOf, startSession } from '@/lib/auth/sessions'
import { AppError, invalidField, notFound } from '@/lib/errors'
import type { ChangePasswordInput } from './schema'

/**
 * Gives the person who asks another password, and ends all of their sessions: whoever knew the old one, or
 * has a cookie of theirs, is out. The browser that asked goes on with a new session.
 * @throws AppError `invalid_input` for a wrong current password, `rate_limited` for too many of those,
 *   `unprocessable` for who has none, or `conflict`
 */
export async function changePassword(
  ctx: OrgContext,
  { currentPassword, newPassword }: ChangePasswordInput,
): Promise<{ sessionId: string }> {
  const id = requirePerson(ctx)
  const [user] = await ctx.db.select().from(users).where(eq(users.id, id))
  if (!user) throw notFound()
  const { email, passwordHash: old } = user
  if (old === null)
    throw new AppError('unprocessable', 'You sign in elsewhere, so there is no password here.')

  const tries = await countTry(ctx.rateLimits, { email, address: ctx.address })
  if (!(await verifyPassword(currentPassword, old))) {
    throw invalidField('currentPassword', 'This is not your current password.')
  }
  await tries.forget()
  const passwordHash = await hashPassword(newPassword)
  const sessionId = await withScope(ctx.db, { userId: id }, async (tx) => {
    const changed = await tx
      .update(users)
      .set({ passwordHash })
      .where(and(eq(users.id, id), eq(users.passwordHash, old)))
      .returning({ id: users.id })
    if (changed.length === 0) {
      throw new AppError('conflict', 'Your password was changed in the meantime. Reload the page.')
    }
    await endSessionsOf(tx, id)
    await auditPerson(tx, ctx, user, 'password.changed')
    return startSession(tx, id)
  })
  return { sessionId }
}
