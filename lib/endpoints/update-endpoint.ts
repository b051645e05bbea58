import { and, eq, isNull, sql } from 'drizzle-orm'
import { type Transaction, withOrg } from '@/db/client'
import { endpoints, endpointSecrets } from '@/db/schema'
import { writeAuditEntries } from '@/lib/audit/write-audit-entry'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { AppError, notFound } from '@/lib/errors'
import { isId } from '@/lib/new-id'
import { sealedLength } from '@/lib/vault/sealed-length'
import { auditedChanges } from './audited-settings'
import { checkSettings } from './check-settings'
import { refusingTakenNames } from './name-taken'
import { readEndpoint } from './read-endpoints'
import { refuseInvalid } from './refuse-invalid'
import { saveSecrets } from './save-secrets'
import type { Endpoint, UpdateEndpointInput } from './schema'
import { changedSecrets } from './secret-changes'
import { changedSettings } from './settings'

/**
 * Changes what the input names. The row stays locked from the look at its version to the end, so that
 * of many edits from one version exactly one succeeds.
 * @throws AppError `forbidden`, `rate_limited`, `not_found`, `invalid_input`, or `conflict` with the
 *   endpoint as it is now in `details.current`
 */
export async function updateEndpoint(
  ctx: OrgContext,
  { id, ...input }: UpdateEndpointInput & { id: string },
): Promise<Endpoint> {
  requireRole(ctx, 'admin')
  await ctx.rateLimits.take('endpoint_writes', ctx.orgId)
  const endpoint = await refusingTakenNames(input.name ?? '', () =>
    withOrg(ctx, (tx) => update(tx, ctx, id, input)),
  )
  ctx.reads.forget('endpoint', ctx.orgId, id)
  return endpoint
}

async function update(
  tx: Transaction,
  ctx: OrgContext,
  id: string,
  input: UpdateEndpointInput,
): Promise<Endpoint> {
  const current = await lockEndpoint(tx, ctx, id)
  if (current.version !== input.version) throw await conflict(tx, ctx, current)
  const lengths = await storedLengths(tx, ctx, id)
  const stored = new Set(lengths.keys())
  const settings = changedSettings(current, input)
  const { changes, errors } = changedSecrets(input, settings, current, stored)
  const kept = new Map([...lengths].filter(([field]) => !changes.remove.includes(field)))
  const merged = { settings, current, secrets: changes, kept }
  refuseInvalid([...errors, ...checkSettings(ctx.egress, merged)])

  await tx
    .update(endpoints)
    .set({ ...settings, version: current.version + 1, updatedAt: sql`now()`, updatedBy: ctx.actor.name })
    .where(and(eq(endpoints.organizationId, ctx.orgId), eq(endpoints.id, id)))
  const secretEntries = await saveSecrets(tx, ctx, { id, name: settings.name }, changes, stored)
  await writeAuditEntries(tx, ctx, [
    {
      action: 'endpoint.updated',
      objectType: 'endpoint',
      objectId: id,
      objectName: settings.name,
      details: { changes: auditedChanges(current, settings), version: current.version + 1 },
    },
    ...secretEntries,
  ])
  return readEndpoint(tx, ctx, id)
}

/** Somebody else saved in the meantime. */
export async function conflict(
  tx: Transaction,
  ctx: OrgContext,
  { id, updatedBy }: { id: string; updatedBy: string },
): Promise<AppError> {
  return new AppError('conflict', `${updatedBy} changed this endpoint in the meantime.`, {
    details: { current: await readEndpoint(tx, ctx, id) },
  })
}

/** @throws AppError `not_found` */
export async function lockEndpoint(tx: Transaction, ctx: OrgContext, id: string) {
  const [row] = isId(id)
    ? await tx
        .select()
        .from(endpoints)
        .where(
          and(eq(endpoints.organizationId, ctx.orgId), eq(endpoints.id, id), isNull(endpoints.deletedAt)),
        )
        .for('update')
    : []
  if (!row) throw notFound()
  return row
}

/** How long each stored secret is, by field. None is opened for it. */
async function storedLengths(tx: Transaction, ctx: OrgContext, id: string): Promise<Map<string, number>> {
  const rows = await tx
    .select({ field: endpointSecrets.field, sealed: endpointSecrets.sealed })
    .from(endpointSecrets)
    .where(and(eq(endpointSecrets.organizationId, ctx.orgId), eq(endpointSecrets.endpointId, id)))
  return new Map(rows.map(({ field, sealed }) => [field, sealedLength(sealed)]))
}
