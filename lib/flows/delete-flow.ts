import { and, eq, sql } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { endpointUses, flows } from '@/db/schema'
import { writeAuditEntry } from '@/lib/audit/write-audit-entry'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { lockFlow } from './flow-rows'
import { readFlow } from './read-flow'
import { conflict } from './update-flow'

/**
 * Deletes a flow, which can be restored for a while; its runs keep what they ran. It no longer counts as a
 * use of its endpoints.
 * @param input with a version, only if it still is that one
 * @throws AppError `not_found`, or `conflict` with the flow as it is now in `details.current`
 */
export async function deleteFlow(
  ctx: OrgContext,
  { id, version }: { id: string; version?: number },
): Promise<void> {
  requireRole(ctx, 'editor')
  await withOrg(ctx, async (tx) => {
    const row = await lockFlow(tx, ctx.orgId, id)
    if (version !== undefined && version !== row.version) throw conflict(await readFlow(tx, ctx.orgId, id))
    await tx
      .update(flows)
      .set({ deletedAt: sql`now()`, updatedAt: new Date(), updatedBy: ctx.actor.name })
      .where(and(eq(flows.organizationId, ctx.orgId), eq(flows.id, id)))
    await tx
      .delete(endpointUses)
      .where(and(eq(endpointUses.organizationId, ctx.orgId), eq(endpointUses.flowId, id)))
    await writeAuditEntry(tx, ctx, {
      action: 'flow.deleted',
      objectType: 'flow',
      objectId: id,
      objectName: row.name,
    })
  })
  ctx.reads.forget('flow', ctx.orgId, id)
}
