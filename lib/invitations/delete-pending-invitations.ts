import { and, eq, isNull, type SQL } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { invitations } from '@/db/schema'
import { type AuditContext, writeAuditEntries } from '@/lib/audit/write-audit-entry'

/**
 * Takes back invitations that nobody has used yet.
 * @returns how many
 */
export async function deletePendingInvitations(
  tx: Transaction,
  ctx: AuditContext,
  which: SQL,
): Promise<number> {
  const deleted = await tx
    .delete(invitations)
    .where(and(eq(invitations.organizationId, ctx.orgId), isNull(invitations.acceptedAt), which))
    .returning({ id: invitations.id, email: invitations.email, role: invitations.role })
  await writeAuditEntries(
    tx,
    ctx,
    deleted.map(({ id, email, role }) => ({
      action: 'invitation.revoked',
      objectType: 'invitation',
      objectId: id,
      objectName: email,
      details: { role },
    })),
  )
  return deleted.length
}
