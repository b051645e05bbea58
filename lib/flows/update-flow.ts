import { and, eq } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { flows } from '@/db/schema'
import { writeAuditEntry } from '@/lib/audit/write-audit-entry'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { AppError } from '@/lib/errors'
import { findUsedEndpoints, recordEndpointUses } from './endpoint-uses'
import { lockFlow } from './flow-rows'
import { readFlow } from './read-flow'
import type { Flow, UpdateFlowInput } from './schema'

/**
 * Saves the draft. A definition that can't run is saved with its problems listed.
 * @throws AppError `not_found`, or `conflict` with the flow as it is now in `details.current`
 */
export async function updateFlow(
  ctx: OrgContext,
  { id, version, ...changes }: UpdateFlowInput & { id: string },
): Promise<Flow> {
  requireRole(ctx, 'editor')
  const flow = await withOrg(ctx, async (tx) => {
    const row = await lockFlow(tx, ctx.orgId, id)
    if (row.version !== version) throw conflict(await readFlow(tx, ctx.orgId, id))
    const { definition } = changes
    const existing = definition && (await findUsedEndpoints(tx, ctx.orgId, definition, { lock: true }))
    await tx
      .update(flows)
      .set({ ...changes, version: version + 1, updatedAt: new Date(), updatedBy: ctx.actor.name })
      .where(and(eq(flows.organizationId, ctx.orgId), eq(flows.id, id)))
    if (definition && existing) {
      await recordEndpointUses(tx, ctx.orgId, id, 'draft', definition, existing)
    }
    // An autosave every two seconds would bury everything else in the audit log.
    if (changes.name !== undefined || changes.description !== undefined) {
      const { name = row.name, description = row.description } = changes
      await writeAuditEntry(tx, ctx, {
        action: 'flow.updated',
        objectType: 'flow',
        objectId: id,
        objectName: name,
        details: {
          name: { from: row.name, to: name },
          description: { from: row.description, to: description },
        },
      })
    }
    return readFlow(tx, ctx.orgId, id)
  })
  if (changes.name !== undefined) ctx.reads.forget('flow', ctx.orgId, id)
  return flow
}

/** Somebody else saved in the meantime. */
export function conflict(current: Flow): AppError {
  return new AppError('conflict', `${current.updatedBy} changed this flow in the meantime.`, {
    details: { current },
  })
}
