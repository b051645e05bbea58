import { and, desc, eq } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { flows, runs } from '@/db/schema'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import type { RunStatus } from '@/lib/runs/schema'

export type RecentRun = {
  id: string
  flowId: string
  flowName: string
  status: RunStatus
  startedBy: string
  createdAt: string
  durationMs: number | null
}

/** The newest runs of all flows. */
export async function getRecentRuns(ctx: OrgContext, limit = 8): Promise<RecentRun[]> {
  requireRole(ctx, 'viewer')
  const rows = await withOrg(ctx, (tx) =>
    tx
      .select({
        id: runs.id,
        flowId: runs.flowId,
        flowName: flows.name,
        status: runs.status,
        startedBy: runs.startedByName,
        createdAt: runs.createdAt,
        startedAt: runs.startedAt,
        finishedAt: runs.finishedAt,
      })
      .from(runs)
      .innerJoin(flows, and(eq(flows.organizationId, runs.organizationId), eq(flows.id, runs.flowId)))
      .where(eq(runs.organizationId, ctx.orgId))
      .orderBy(desc(runs.createdAt))
      .limit(limit),
  )
  return rows.map(({ startedAt, finishedAt, createdAt, ...run }) => ({
    ...run,
    createdAt: createdAt.toISOString(),
    durationMs: startedAt && finishedAt ? finishedAt.getTime() - startedAt.getTime() : null,
  }))
}
