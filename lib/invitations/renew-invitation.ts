import { and, eq, isNull } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { invitations } from '@/db/schema'
import { writeAuditEntry } from '@/lib/audit/write-audit-entry'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { notFound } from '@/lib/errors'
import { hashToken } from '@/lib/tokens/hash-token'
import { expiry, newInvitationToken } from './new-invitation-token'

/**
 * Gives an invitation another link and its full time. The old link ends; the answer is the only place
 * where the new one ever stands.
 * @throws AppError `not_found`, also for one that was used
 */
export async function renewInvitation(
  ctx: OrgContext,
  { id }: { id: string },
): Promise<{ email: string; token: string }> {
  requireRole(ctx, 'admin')
  const token = newInvitationToken()
  return withOrg(ctx, async (tx) => {
    const [renewed] = await tx
      .update(invitations)
      .set({ tokenHash: hashToken(token), expiresAt: expiry, invitedBy: ctx.actor.name })
      .where(
        and(
          eq(invitations.organizationId, ctx.orgId),
          eq(invitations.id, id),
          isNull(invitations.acceptedAt),
        ),
      )
      .returning({ email: invitations.email, role: invitations.role })
    if (!renewed) throw notFound()
    await writeAuditEntry(tx, ctx, {
      action: 'invitation.renewed',
      objectType: 'invitation',
      objectId: id,
      objectName: renewed.email,
      details: { role: renewed.role },
    })
    return { email: renewed.email, token }
  })
}
