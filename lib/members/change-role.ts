import { and, eq } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { memberships } from '@/db/schema'
import { writeAuditEntry } from '@/lib/audit/write-audit-entry'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { lastAdmin, lockMember } from './lock-member'
import type { ChangeRoleInput } from './schema'

/**
 * Gives a member another role, which counts from their next request on.
 * @throws AppError `not_found`, or `conflict` when no admin would be left
 */
export async function changeRole(ctx: OrgContext, { id, role }: ChangeRoleInput): Promise<void> {
  requireRole(ctx, 'admin')
  await withOrg(ctx, async (tx) => {
    const member = await lockMember(tx, ctx.orgId, id)
    if (member.role === role) return
    if (member.isLastAdmin) throw lastAdmin()
    await tx
      .update(memberships)
      .set({ role })
      .where(and(eq(memberships.organizationId, ctx.orgId), eq(memberships.userId, id)))
    await writeAuditEntry(tx, ctx, {
      action: 'member.role_changed',
      objectType: 'user',
      objectId: id,
      objectName: member.name,
      details: { role: { from: member.role, to: role } },
    })
  })
}
