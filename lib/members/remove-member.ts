import { and, eq } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { invitations, memberships } from '@/db/schema'
import { writeAuditEntry } from '@/lib/audit/write-audit-entry'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { deletePendingInvitations } from '@/lib/invitations/delete-pending-invitations'
import { lastAdmin, lockMember } from './lock-member'

/**
 * Ends a membership from the next request on: an admin that of anybody, everybody else their own. What the
 * person made stays with the organization.
 * @throws AppError `not_found`, or `conflict` when no admin would be left
 */
export async function removeMember(ctx: OrgContext, { id }: { id: string }): Promise<void> {
  const isLeaving = ctx.actor.type === 'user' && ctx.actor.id === id
  requireRole(ctx, isLeaving ? 'viewer' : 'admin')
  await withOrg(ctx, async (tx) => {
    const { name, email, role, isLastAdmin } = await lockMember(tx, ctx.orgId, id)
    if (isLastAdmin) throw lastAdmin()
    await tx
      .delete(memberships)
      .where(and(eq(memberships.organizationId, ctx.orgId), eq(memberships.userId, id)))
    // Whoever was added past a link may still have it, and could come back by it.
    await deletePendingInvitations(tx, ctx, eq(invitations.email, email.toLowerCase()))
    await writeAuditEntry(tx, ctx, {
      action: isLeaving ? 'member.left' : 'member.removed',
      objectType: 'user',
      objectId: id,
      objectName: name,
      details: { role },
    })
  })
}
