import { sql } from 'drizzle-orm'
import { type Transaction, withOrg } from '@/db/client'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { readEndpoint } from './read-endpoints'
import type { EndpointUse } from './schema'

/**
 * The flows that use an endpoint, with the steps that do.
 * @throws AppError `not_found`
 */
export async function listEndpointUses(ctx: OrgContext, { id }: { id: string }): Promise<EndpointUse[]> {
  requireRole(ctx, 'viewer')
  return withOrg(ctx, async (tx) => {
    await readEndpoint(tx, ctx, id)
    return readUses(tx, ctx, id)
  })
}

type Row = { flowId: string; flowName: string; stage: 'draft' | 'published'; nodeId: string; label: string }

export async function readUses(tx: Transaction, ctx: OrgContext, id: string): Promise<EndpointUse[]> {
  const { rows } = await tx.execute<Row>(sql`
    select u.flow_id as "flowId", f.name as "flowName", u.stage, u.node_id as "nodeId",
      coalesce((
        select node -> 'data' ->> 'label'
        from jsonb_array_elements(
          case u.stage when 'draft' then f.definition else v.definition end -> 'nodes') node
        where node ->> 'id' = u.node_id), '') as label
    from endpoint_uses u
    join flows f on f.organization_id = u.organization_id and f.id = u.flow_id
    left join flow_versions v on v.organization_id = f.organization_id and v.id = f.published_version_id
    where u.organization_id = ${ctx.orgId} and u.endpoint_id = ${id} and f.deleted_at is null
    order by lower(f.name), f.id, u.stage, u.node_id`)
  const uses = new Map<string, EndpointUse>()
  for (const { flowId, flowName, stage, nodeId, label } of rows) {
    const use = uses.get(flowId) ?? { flowId, flowName, stages: [], steps: [] }
    uses.set(flowId, use)
    if (!use.stages.includes(stage)) use.stages.push(stage)
    if (!use.steps.some((step) => step.nodeId === nodeId)) use.steps.push({ nodeId, label })
  }
  return [...uses.values()]
}
