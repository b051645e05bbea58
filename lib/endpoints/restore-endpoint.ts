import { and, eq, sql } from 'drizzle-orm'
import { type Transaction, withOrg } from '@/db/client'
import { endpoints } from '@/db/schema'
import { writeAuditEntry } from '@/lib/audit/write-audit-entry'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { restorable, restoreInTurn } from '@/lib/deleted/restorable'
import { AppError, notFound } from '@/lib/errors'
import { lockReferringFlows } from '@/lib/flows/lock-referring-flows'
import { recordAllUses } from '@/lib/flows/record-all-uses'
import { isId } from '@/lib/new-id'
import { refusingTakenNames } from './name-taken'
import { readEndpoint } from './read-endpoints'
import type { Endpoint, RestoreEndpointInput } from './schema'

/**
 * Brings back a deleted endpoint with everything but its secrets, which are gone: it needs them again before
 * it can be called. Flows that name it use it from now on.
 * @param input with another name, when its own was given to another one meanwhile
 * @throws AppError `forbidden`, `rate_limited`, `not_found` when its time is over too, `conflict` when it is
 *   there already, or `invalid_input` on the name
 */
export async function restoreEndpoint(ctx: OrgContext, input: RestoreEndpointInput): Promise<Endpoint> {
  requireRole(ctx, 'admin')
  await ctx.rateLimits.take('endpoint_writes', ctx.orgId)
  const endpoint = await withOrg(ctx, (tx) => restore(tx, ctx, input))
  ctx.reads.forget('endpoint', ctx.orgId, input.id)
  return endpoint
}

async function restore(
  tx: Transaction,
  ctx: OrgContext,
  { id, name }: RestoreEndpointInput,
): Promise<Endpoint> {
  if (!isId(id)) throw notFound()
  await restoreInTurn(tx, ctx.orgId)
  // Flows first, then endpoints, as everybody who locks both.
  const flows = await lockReferringFlows(tx, ctx.orgId, id)
  const own = and(eq(endpoints.organizationId, ctx.orgId), eq(endpoints.id, id))
  const [row] = await tx.select().from(endpoints).where(own).for('update')
  if (!row) throw notFound()
  if (row.deletedAt === null) throw new AppError('conflict', `“${row.name}” was restored already.`)

  const newName = name ?? row.name
  const needsSecrets = row.authenticationType !== 'none' || row.defaultHeaders.some(({ secret }) => secret)
  const restored = await refusingTakenNames(newName, () =>
    tx
      .update(endpoints)
      .set({
        name: newName,
        deletedAt: null,
        // What passed then passed with secrets that are gone.
        ...(needsSecrets ? { lastTest: null } : {}),
        version: row.version + 1,
        updatedAt: sql`now()`,
        updatedBy: ctx.actor.name,
      })
      .where(and(own, restorable(endpoints.deletedAt)))
      .returning({ id: endpoints.id }),
  )
  if (restored.length === 0) throw notFound()
  for (const flow of flows) await recordAllUses(tx, ctx.orgId, flow)
  await writeAuditEntry(tx, ctx, {
    action: 'endpoint.restored',
    objectType: 'endpoint',
    objectId: id,
    objectName: newName,
    details: newName === row.name ? {} : { name: { from: row.name, to: newName } },
  })
  return readEndpoint(tx, ctx, id)
}
