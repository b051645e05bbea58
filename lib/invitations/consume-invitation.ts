import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { invitations, memberships } from '@/db/schema'
import { writeAuditEntry } from '@/lib/audit/write-audit-entry'
import { AppError } from '@/lib/errors'
import type { RequestMeta } from '@/lib/request-meta'
import { hashToken } from '@/lib/tokens/hash-token'
import type { FoundInvitation } from './find-invitation'

/**
 * Makes somebody a member by an invitation, in a transaction that is narrowed to its organization. Of two
 * at the same moment only one gets it. Who is a member already keeps their role.
 * @throws AppError `not_found` for one that is not open any more
 */
export async function consumeInvitation(
  tx: Transaction,
  meta: RequestMeta,
  { organization, role }: Pick<FoundInvitation, 'organization' | 'role'>,
  token: string,
  user: { id: string; name: string },
): Promise<void> {
  const [used] = await tx
    .update(invitations)
    .set({ acceptedAt: sql`now()` })
    .where(
      and(
        eq(invitations.organizationId, organization.id),
        eq(invitations.tokenHash, hashToken(token)),
        isNull(invitations.acceptedAt),
        gt(invitations.expiresAt, sql`now()`),
      ),
    )
    .returning({ id: invitations.id })
  if (!used) throw noLongerValid()
  const [added] = await tx
    .insert(memberships)
    .values({ organizationId: organization.id, userId: user.id, role })
    .onConflictDoNothing()
    .returning({ userId: memberships.userId })
  if (!added) return
  await writeAuditEntry(
    tx,
    { ...meta, orgId: organization.id, actor: { type: 'user', ...user } },
    {
      action: 'member.added',
      objectType: 'user',
      objectId: user.id,
      objectName: user.name,
      details: { role, invitation: used.id },
    },
  )
}

export function noLongerValid(): AppError {
  return new AppError('not_found', 'This invitation is no longer valid. Ask for a new one.')
}
