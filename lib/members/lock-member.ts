import { and, eq, or } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { memberships, organizations, users } from '@/db/schema'
import type { Role } from '@/lib/auth/roles'
import { AppError, notFound } from '@/lib/errors'
import { lastAdminRefusal } from './schema'

type LockedMember = { name: string; email: string; role: Role; isLastAdmin: boolean }

/**
 * A member whose role or membership is about to change. Such changes of an organization happen one after
 * another until the transaction ends: two admins who demote each other at once would leave none. Rows that
 * only refer to the organization are written meanwhile as ever.
 * @throws AppError `not_found`
 */
export async function lockMember(tx: Transaction, orgId: string, userId: string): Promise<LockedMember> {
  await tx
    .select({ id: organizations.id })
    .from(organizations)
    .where(eq(organizations.id, orgId))
    .for('no key update')
  // A statement of its own: it sees what those before us in the row have done.
  const found = await tx
    .select({ id: users.id, name: users.name, email: users.email, role: memberships.role })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(
        eq(memberships.organizationId, orgId),
        or(eq(memberships.userId, userId), eq(memberships.role, 'admin')),
      ),
    )
  const member = found.find(({ id }) => id === userId)
  if (!member) throw notFound()
  return { ...member, isLastAdmin: member.role === 'admin' && found.length === 1 }
}

export function lastAdmin(): AppError {
  return new AppError('conflict', lastAdminRefusal)
}
