import { and, eq, inArray, isNull } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { endpoints, flows, runs } from '@/db/schema'
import type { OrgContext } from '@/lib/auth/context'
import type { AuditLogEntry, AuditTarget } from './schema'

/** What the entries tell of and still has a page, by its id. A run is shown in its flow, so it goes with that. */
export async function findTargets(
  ctx: Pick<OrgContext, 'db' | 'orgId'>,
  entries: Pick<AuditLogEntry, 'objectType' | 'objectId'>[],
): Promise<Map<string, AuditTarget>> {
  const { orgId } = ctx
  const idsOf = (type: AuditTarget['type']) => [
    ...new Set(
      entries.flatMap(({ objectType, objectId }) => (objectType === type && objectId ? [objectId] : [])),
    ),
  ]
  const [endpointIds, flowIds, runIds] = [idsOf('endpoint'), idsOf('flow'), idsOf('run')]
  const targets = await withOrg(ctx, async (tx): Promise<AuditTarget[]> => {
    const liveEndpoints = await tx
      .select({ id: endpoints.id })
      .from(endpoints)
      .where(
        and(
          eq(endpoints.organizationId, orgId),
          inArray(endpoints.id, endpointIds),
          isNull(endpoints.deletedAt),
        ),
      )
    const liveFlows = await tx
      .select({ id: flows.id })
      .from(flows)
      .where(and(eq(flows.organizationId, orgId), inArray(flows.id, flowIds), isNull(flows.deletedAt)))
    const shownRuns = await tx
      .select({ id: runs.id, flowId: runs.flowId })
      .from(runs)
      .innerJoin(flows, and(eq(flows.organizationId, runs.organizationId), eq(flows.id, runs.flowId)))
      .where(and(eq(runs.organizationId, orgId), inArray(runs.id, runIds), isNull(flows.deletedAt)))
    return [
      ...liveEndpoints.map(({ id }) => ({ type: 'endpoint' as const, id })),
      ...liveFlows.map(({ id }) => ({ type: 'flow' as const, id })),
      ...shownRuns.map((run) => ({ type: 'run' as const, ...run })),
    ]
  })
  return new Map(targets.map((target) => [target.id, target]))
}
