import { type Transaction, withOrg } from '@/db/client'
import { flows } from '@/db/schema'
import { writeAuditEntry } from '@/lib/audit/write-audit-entry'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { newId } from '@/lib/new-id'
import { findUsedEndpoints, recordEndpointUses } from './endpoint-uses'
import { blankDefinition } from './new-flow'
import { readFlow } from './read-flow'
import type { CreateFlowInput, Flow, FlowDefinition } from './schema'

/** Makes a flow, blank unless a definition is given. One that can't run yet is saved with its problems. */
export async function createFlow(ctx: OrgContext, input: CreateFlowInput): Promise<Flow> {
  requireRole(ctx, 'editor')
  const { name, description, definition = blankDefinition() } = input
  return withOrg(ctx, (tx) => insertFlow(tx, ctx, { name, description, definition }))
}

type NewFlow = { name: string; description: string; definition: FlowDefinition }

export async function insertFlow(
  tx: Transaction,
  ctx: OrgContext,
  { name, description, definition }: NewFlow,
): Promise<Flow> {
  const id = newId()
  const by = ctx.actor.name
  const existing = await findUsedEndpoints(tx, ctx.orgId, definition, { lock: true })
  await tx
    .insert(flows)
    .values({ id, organizationId: ctx.orgId, name, description, definition, createdBy: by, updatedBy: by })
  await recordEndpointUses(tx, ctx.orgId, id, 'draft', definition, existing)
  await writeAuditEntry(tx, ctx, {
    action: 'flow.created',
    objectType: 'flow',
    objectId: id,
    objectName: name,
  })
  return readFlow(tx, ctx.orgId, id)
}
