import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { endpoints, endpointUses } from '@/db/schema'
import { isId } from '@/lib/new-id'
import type { EndpointFacts } from './problems'
import type { FlowDefinition } from './schema'

type Use = { nodeId: string; endpointId: string }

function usesIn(definition: FlowDefinition): Use[] {
  return definition.nodes.flatMap(({ id, type, data }) => {
    if (type !== 'apiCall' || !('endpointId' in data) || typeof data.endpointId !== 'string') return []
    return isId(data.endpointId) ? [{ nodeId: id, endpointId: data.endpointId }] : []
  })
}

/**
 * Those endpoints of a definition that the organization has. With `lock`, none of them can be deleted
 * until the transaction ends: whoever deletes one waits, and then finds the use that was recorded.
 */
export async function findUsedEndpoints(
  tx: Transaction,
  orgId: string,
  definition: FlowDefinition,
  { lock }: { lock: boolean },
): Promise<EndpointFacts[]> {
  const ids = [...new Set(usesIn(definition).map(({ endpointId }) => endpointId))].sort()
  if (ids.length === 0) return []
  const query = tx
    .select({
      id: endpoints.id,
      name: endpoints.name,
      type: endpoints.authenticationType,
      headerName: endpoints.authenticationHeaderName,
      defaultHeaders: endpoints.defaultHeaders,
    })
    .from(endpoints)
    .where(and(eq(endpoints.organizationId, orgId), inArray(endpoints.id, ids), isNull(endpoints.deletedAt)))
    // One order for all, so that two saves can't wait for each other.
    .orderBy(endpoints.id)
  const rows = await (lock ? query.for('share') : query)
  return rows.map(({ id, name, type, headerName, defaultHeaders }) => {
    return { id, name, authentication: { type, headerName: headerName ?? undefined }, defaultHeaders }
  })
}

/** Records which step uses which endpoint, in place of what was recorded before for this stage. */
export async function recordEndpointUses(
  tx: Transaction,
  orgId: string,
  flowId: string,
  stage: 'draft' | 'published',
  definition: FlowDefinition,
  existing: { id: string }[],
): Promise<void> {
  await tx
    .delete(endpointUses)
    .where(
      and(
        eq(endpointUses.organizationId, orgId),
        eq(endpointUses.flowId, flowId),
        eq(endpointUses.stage, stage),
      ),
    )
  const known = new Set(existing.map(({ id }) => id))
  const uses = usesIn(definition).filter(({ endpointId }) => known.has(endpointId))
  if (uses.length === 0) return
  await tx
    .insert(endpointUses)
    .values(
      uses.map(({ nodeId, endpointId }) => ({ organizationId: orgId, flowId, stage, nodeId, endpointId })),
    )
}
