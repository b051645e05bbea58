import { and, count, desc, eq, isNull } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { flows } from '@/db/schema'
import { type OrgContext, requireRole } from '@/lib/auth/context'

export type FlowsOverview = {
  count: number
  lastEdited: { id: string; name: string; updatedAt: string; updatedBy: string } | null
}

export async function getFlowsOverview(ctx: OrgContext): Promise<FlowsOverview> {
  requireRole(ctx, 'viewer')
  const ours = and(eq(flows.organizationId, ctx.orgId), isNull(flows.deletedAt))
  return withOrg(ctx, async (tx) => {
    const [total] = await tx.select({ count: count() }).from(flows).where(ours)
    const [last] = await tx
      .select({ id: flows.id, name: flows.name, updatedAt: flows.updatedAt, updatedBy: flows.updatedBy })
      .from(flows)
      .where(ours)
      .orderBy(desc(flows.updatedAt))
      .limit(1)
    return {
      count: total?.count ?? 0,
      lastEdited: last ? { ...last, updatedAt: last.updatedAt.toISOString() } : null,
    }
  })
}
