import { and, eq } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { endpointUses, flows } from '@/db/schema'
import { writeAuditEntry } from '@/lib/audit/write-audit-entry'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { lockFlow } from './flow-rows'

/**
 * Deletes a flow; its runs keep what they ran. It no longer counts as a use of its endpoints.
 * @throws AppError `not_found`
 */
export async function deleteFlow(ctx: OrgContext, { id }: { id: string }): Promise<void> {
  requireRole(ctx, 'editor')
  await withOrg(ctx, async (tx) => {
    const { name } = await lockFlow(tx, ctx.orgId, id)
    await tx
      .update(flows)
      .set({ deletedAt: new Date() })
      .where(and(eq(flows.organizationId, ctx.orgId), eq(flows.id, id)))
    await tx
      .delete(endpointUses)
      .where(and(eq(endpointUses.organizationId, ctx.orgId), eq(endpointUses.flowId, id)))
    await writeAuditEntry(tx, ctx, {
      action: 'flow.deleted',
      objectType: 'flow',
      objectId: id,
      objectName: name,
    })
  })
  ctx.reads.forget('flow', ctx.orgId, id)
}
