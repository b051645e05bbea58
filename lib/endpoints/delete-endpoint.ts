import { and, eq, sql } from 'drizzle-orm'
import { type Transaction, withOrg } from '@/db/client'
import { endpoints, endpointSecrets } from '@/db/schema'
import { writeAuditEntry } from '@/lib/audit/write-audit-entry'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { AppError } from '@/lib/errors'
import { readUses } from './list-endpoint-uses'
import { conflict, lockEndpoint } from './update-endpoint'

/**
 * Deletes an endpoint that no flow uses. It can be restored for a while, but its secrets go for good in the
 * same transaction. Whoever adds a use takes a share lock on the endpoint first, so a use and a deletion can't
 * slip past each other.
 * @param input with a version, only if it still is that one
 * @throws AppError `forbidden`, `rate_limited`, `not_found`, `in_use` with `details.usedBy`, or `conflict` with
 *   the endpoint as it is now in `details.current`
 */
export async function deleteEndpoint(
  ctx: OrgContext,
  { id, version }: { id: string; version?: number },
): Promise<void> {
  requireRole(ctx, 'admin')
  await ctx.rateLimits.take('endpoint_writes', ctx.orgId)
  await withOrg(ctx, async (tx) => {
    const endpoint = await lockEndpoint(tx, ctx, id)
    if (version !== undefined && version !== endpoint.version) throw await conflict(tx, ctx, endpoint)
    const usedBy = await readUses(tx, ctx, id)
    if (usedBy.length > 0) {
      const flows = usedBy.length === 1 ? '1 flow' : `${usedBy.length} flows`
      throw new AppError('in_use', `“${endpoint.name}” is used by ${flows}.`, { details: { usedBy } })
    }
    await removeEndpoint(tx, ctx, endpoint)
  })
  ctx.reads.forget('endpoint', ctx.orgId, id)
}

/** Marks a locked endpoint as deleted, and removes its secrets for good. */
export async function removeEndpoint(
  tx: Transaction,
  ctx: OrgContext,
  endpoint: { id: string; name: string; version: number },
): Promise<void> {
  await tx
    .update(endpoints)
    .set({
      deletedAt: sql`now()`,
      version: endpoint.version + 1,
      updatedAt: sql`now()`,
      updatedBy: ctx.actor.name,
    })
    .where(and(eq(endpoints.organizationId, ctx.orgId), eq(endpoints.id, endpoint.id)))
  await tx
    .delete(endpointSecrets)
    .where(and(eq(endpointSecrets.organizationId, ctx.orgId), eq(endpointSecrets.endpointId, endpoint.id)))
  await writeAuditEntry(tx, ctx, {
    action: 'endpoint.deleted',
    objectType: 'endpoint',
    objectId: endpoint.id,
    objectName: endpoint.name,
  })
}
