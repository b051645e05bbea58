import { and, eq } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { flows } from '@/db/schema'
import { writeAuditEntry } from '@/lib/audit/write-audit-entry'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { restorable, restoreInTurn } from '@/lib/deleted/restorable'
import { AppError, notFound } from '@/lib/errors'
import { isId } from '@/lib/new-id'
import { readFlow } from './read-flow'
import { recordAllUses } from './record-all-uses'
import type { Flow } from './schema'

/**
 * Brings back a deleted flow as it was, with its draft, its versions and its runs. What became of its
 * endpoints meanwhile is among its problems.
 * @throws AppError `forbidden`, `not_found` when its time is over too, or `conflict` when it is there already
 */
export async function restoreFlow(ctx: OrgContext, { id }: { id: string }): Promise<Flow> {
  requireRole(ctx, 'editor')
  const flow = await withOrg(ctx, async (tx) => {
    await restoreInTurn(tx, ctx.orgId)
    const own = and(eq(flows.organizationId, ctx.orgId), eq(flows.id, id))
    const [row] = isId(id) ? await tx.select().from(flows).where(own).for('update') : []
    if (!row) throw notFound()
    if (row.deletedAt === null) throw new AppError('conflict', `“${row.name}” was restored already.`)
    const restored = await tx
      .update(flows)
      .set({ deletedAt: null, updatedAt: new Date(), updatedBy: ctx.actor.name })
      .where(and(own, restorable(flows.deletedAt)))
      .returning({ id: flows.id })
    if (restored.length === 0) throw notFound()
    await recordAllUses(tx, ctx.orgId, row)
    await writeAuditEntry(tx, ctx, {
      action: 'flow.restored',
      objectType: 'flow',
      objectId: id,
      objectName: row.name,
    })
    return readFlow(tx, ctx.orgId, id)
  })
  ctx.reads.forget('flow', ctx.orgId, id)
  return flow
}
