import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import { type Transaction, withOrg } from '@/db/client'
import { endpointUses, flows } from '@/db/schema'
import { writeAuditEntry } from '@/lib/audit/write-audit-entry'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { AppError, invalidField, notFound } from '@/lib/errors'
import { repointFlow } from '@/lib/flows/repoint-flow'
import { isId } from '@/lib/new-id'
import { removeEndpoint } from './delete-endpoint'
import { readEndpoint } from './read-endpoints'
import type { Endpoint, ReplaceEndpointInput } from './schema'
import { conflict, lockEndpoint } from './update-endpoint'

/** A flow that starts to use the endpoint meanwhile makes us begin again, this often. */
const maxAttempts = 3

/**
 * Lets every flow that uses an endpoint use another one, in the draft and in what triggers run, and then
 * deletes it: all of it or nothing. Each of the flows counts as changed by somebody else for those who are
 * editing it.
 * @param input with a version, only if the endpoint to delete still is that one
 * @returns the endpoint that is used now
 * @throws AppError `forbidden`, `rate_limited`, `not_found`, `invalid_input`, `unprocessable` when a published
 *   flow could not run any more, with `details.flow` and `details.problems`, or `conflict` when flows keep
 *   changing meanwhile, or with the endpoint as it is now in `details.current`
 */
export async function replaceEndpoint(
  ctx: OrgContext,
  { id, version, with: replacementId }: ReplaceEndpointInput & { id: string; version?: number },
): Promise<Endpoint> {
  requireRole(ctx, 'admin')
  await ctx.rateLimits.take('endpoint_writes', ctx.orgId)
  if (id.toLowerCase() === replacementId.toLowerCase()) {
    throw invalidField('with', 'Choose another endpoint than the one to delete.')
  }
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const replaced = await withOrg(ctx, (tx) => replace(tx, ctx, { id, version, replacementId }))
    if (!replaced) continue
    ctx.reads.forget('endpoint', ctx.orgId, id)
    for (const flowId of replaced.flowIds) ctx.reads.forget('flow', ctx.orgId, flowId)
    return replaced.replacement
  }
  throw new AppError('conflict', 'Flows that use this endpoint are being changed right now. Try again.')
}

/** @returns null, with nothing changed, when a flow uses the endpoint that didn't when we began */
async function replace(
  tx: Transaction,
  ctx: OrgContext,
  { id, version, replacementId }: { id: string; version: number | undefined; replacementId: string },
): Promise<{ replacement: Endpoint; flowIds: string[] } | null> {
  // Flows first, then endpoints, each in the order of their ids: as everybody else who locks both, so
  // that nobody waits in a circle.
  const locked = await lockFlowsUsing(tx, ctx.orgId, id)
  const [old, replacement] = await lockBoth(tx, ctx, id, replacementId)
  if (version !== undefined && version !== old.version) throw await conflict(tx, ctx, old)
  const flowIds = await flowIdsUsing(tx, ctx.orgId, id)
  if (flowIds.some((flowId) => !locked.includes(flowId))) return null

  for (const flowId of flowIds) await repointFlow(tx, ctx, flowId, { from: old, to: replacement })
  await writeAuditEntry(tx, ctx, {
    action: 'endpoint.replaced',
    objectType: 'endpoint',
    objectId: old.id,
    objectName: old.name,
    details: { with: { id: replacement.id, name: replacement.name }, flowIds },
  })
  await removeEndpoint(tx, ctx, old)
  return { replacement: await readEndpoint(tx, ctx, replacement.id), flowIds }
}

async function lockFlowsUsing(tx: Transaction, orgId: string, endpointId: string): Promise<string[]> {
  const ids = await flowIdsUsing(tx, orgId, endpointId)
  if (ids.length === 0) return []
  const rows = await tx
    .select({ id: flows.id })
    .from(flows)
    .where(and(eq(flows.organizationId, orgId), inArray(flows.id, ids), isNull(flows.deletedAt)))
    .orderBy(asc(flows.id))
    .for('update')
  return rows.map((row) => row.id)
}

async function flowIdsUsing(tx: Transaction, orgId: string, endpointId: string): Promise<string[]> {
  if (!isId(endpointId)) throw notFound()
  const rows = await tx
    .selectDistinct({ id: endpointUses.flowId })
    .from(endpointUses)
    .where(and(eq(endpointUses.organizationId, orgId), eq(endpointUses.endpointId, endpointId)))
    .orderBy(asc(endpointUses.flowId))
  return rows.map((row) => row.id)
}

async function lockBoth(tx: Transaction, ctx: OrgContext, id: string, replacementId: string) {
  if (id < replacementId) {
    const old = await lockEndpoint(tx, ctx, id)
    return [old, await lockEndpoint(tx, ctx, replacementId)] as const
  }
  const replacement = await lockEndpoint(tx, ctx, replacementId)
  return [await lockEndpoint(tx, ctx, id), replacement] as const
}
