import { eq } from 'drizzle-orm'
import { users } from '@/db/schema'
import { type OrgContext, requirePerson } from '@/lib/auth/context'
import { countOtherSessions, type Session } from '@/lib/auth/sessions'
import { notFound } from '@/lib/errors'
import type { Account } from './schema'

/** The account of the person who asks, from a browser with this session. */
export async function getAccount(ctx: OrgContext, session: Session): Promise<Account> {
  const id = requirePerson(ctx)
  const [user] = await ctx.db
    .select({ name: users.name, email: users.email, passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, id))
  if (!user) throw notFound()
  const { name, email, passwordHash } = user
  const otherSessions = await countOtherSessions(ctx.db, session)
  return { name, email, hasPassword: passwordHash !== null, otherSessions }
}
