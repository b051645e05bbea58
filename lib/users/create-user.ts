import { eq, sql } from 'drizzle-orm'
import { type Database, withScope } from '@/db/client'
import { memberships, users } from '@/db/schema'
import { type AuditContext, writeAuditEntry } from '@/lib/audit/write-audit-entry'
import { hashPassword } from '@/lib/auth/password'
import type { Role } from '@/lib/auth/roles'
import { newId } from '@/lib/new-id'
import { parseInput } from '@/lib/parse-input'
import { newUserSchema } from './schema'

export type CreatedUser = {
  id: string
  email: string
  name: string
  /** False when the account existed; its name and password then stay as they are. */
  created: boolean
}

/**
 * Makes an account and a membership, in one transaction. An account that exists only gets the
 * membership, or the role when it is a member already.
 * @throws AppError `invalid_input`
 */
export async function createUser(
  ctx: { db: Database } & AuditContext,
  input: { email: string; name: string; password: string; role: Role },
): Promise<CreatedUser> {
  const { email, name, password, role } = parseInput(newUserSchema, input)
  const passwordHash = await hashPassword(password)
  return withScope(ctx.db, { organizationId: ctx.orgId }, async (tx) => {
    const [made] = await tx
      .insert(users)
      .values({ id: newId(), email, name, passwordHash })
      .onConflictDoNothing()
      .returning()
    const [user] = made
      ? [made]
      : await tx
          .select()
          .from(users)
          .where(eq(sql`lower(${users.email})`, email))
    if (!user) throw new Error('The account was removed while it was being added to an organization.')
    await tx
      .insert(memberships)
      .values({ organizationId: ctx.orgId, userId: user.id, role })
      .onConflictDoUpdate({ target: [memberships.organizationId, memberships.userId], set: { role } })
    await writeAuditEntry(tx, ctx, {
      action: 'member.added',
      objectType: 'user',
      objectId: user.id,
      objectName: user.name,
      details: { role },
    })
    return { id: user.id, email: user.email, name: user.name, created: made !== undefined }
  })
}
