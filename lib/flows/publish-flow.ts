import { and, eq, max } from 'drizzle-orm'
import { type Transaction, withOrg } from '@/db/client'
import { flows, flowVersions } from '@/db/schema'
import { writeAuditEntry } from '@/lib/audit/write-audit-entry'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { findUsedEndpoints, recordEndpointUses } from './endpoint-uses'
import { lockFlow } from './flow-rows'
import { freezeDraft } from './freeze-draft'
import { findProblems } from './problems'
import { readFlow } from './read-flow'
import { refuseProblems } from './refuse-problems'
import type { Flow, PublishFlowInput } from './schema'
import { conflict } from './update-flow'

/**
 * Makes the draft what triggers run. Publishing the same draft again changes nothing.
 * @throws AppError `not_found`, `conflict` when `version` is given and stale, `unprocessable` with
 *   `details.problems`
 */
export async function publishFlow(
  ctx: OrgContext,
  { id, version }: PublishFlowInput & { id: string },
): Promise<Flow> {
  requireRole(ctx, 'editor')
  const flow = await withOrg(ctx, async (tx) => {
    const row = await lockFlow(tx, ctx.orgId, id)
    if (version !== undefined && version !== row.version) throw conflict(await readFlow(tx, ctx.orgId, id))
    const { definition } = row
    const endpoints = await findUsedEndpoints(tx, ctx.orgId, definition, { lock: true })
    refuseProblems(definition, findProblems(definition, { endpoints }))

    const frozen = await freezeDraft(tx, ctx.orgId, row)
    if (frozen.id !== row.publishedVersionId) await publishVersion(tx, ctx, row, frozen)
    return readFlow(tx, ctx.orgId, id)
  })
  ctx.reads.forget('flow', ctx.orgId, id)
  return flow
}

/** Makes a frozen version what triggers run. The flow's row is locked. */
export async function publishVersion(
  tx: Transaction,
  ctx: OrgContext,
  flow: { id: string; name: string },
  frozen: typeof flowVersions.$inferSelect,
): Promise<void> {
  const { definition, draftVersion } = frozen
  const publishedNumber = frozen.publishedNumber ?? (await nextNumber(tx, ctx.orgId, flow.id))
  await tx
    .update(flowVersions)
    .set({ publishedNumber, publishedAt: new Date(), publishedBy: ctx.actor.name })
    .where(and(eq(flowVersions.organizationId, ctx.orgId), eq(flowVersions.id, frozen.id)))
  await tx
    .update(flows)
    .set({ publishedVersionId: frozen.id })
    .where(and(eq(flows.organizationId, ctx.orgId), eq(flows.id, flow.id)))
  const endpoints = await findUsedEndpoints(tx, ctx.orgId, definition, { lock: true })
  await recordEndpointUses(tx, ctx.orgId, flow.id, 'published', definition, endpoints)
  await writeAuditEntry(tx, ctx, {
    action: 'flow.published',
    objectType: 'flow',
    objectId: flow.id,
    objectName: flow.name,
    details: { number: publishedNumber, draftVersion },
  })
}

/** The flow's row is locked, so nobody else is counting. */
async function nextNumber(tx: Transaction, orgId: string, flowId: string): Promise<number> {
  const [row] = await tx
    .select({ last: max(flowVersions.publishedNumber) })
    .from(flowVersions)
    .where(and(eq(flowVersions.organizationId, orgId), eq(flowVersions.flowId, flowId)))
  return (row?.last ?? 0) + 1
}
