import { and, eq, isNull, sql } from 'drizzle-orm'
import { type Transaction, withOrg } from '@/db/client'
import { endpoints, endpointSecrets } from '@/db/schema'
import { writeAuditEntries } from '@/lib/audit/write-audit-entry'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { newId } from '@/lib/new-id'
import { AppError } from '@/lib/errors'
import { VaultError } from '@/lib/vault/create-vault'
import { refusingTakenNames } from './name-taken'
import { readEndpoint } from './read-endpoints'
import { saveSecrets } from './save-secrets'
import { endpointLimits, type Endpoint } from './schema'
import { lockEndpoint } from './update-endpoint'

/**
 * Copies an endpoint inside its organization. Its secrets stay at the origin that they were entered
 * for, so they come along, sealed anew for the copy.
 * @throws AppError `forbidden`, `rate_limited`, `not_found` or `unprocessable`
 */
export async function duplicateEndpoint(ctx: OrgContext, { id }: { id: string }): Promise<Endpoint> {
  requireRole(ctx, 'admin')
  await ctx.rateLimits.take('endpoint_writes', ctx.orgId)
  return withOrg(ctx, async (tx) => {
    const original = await lockEndpoint(tx, ctx, id)
    const secrets = await openAll(tx, ctx, original)
    const name = await freeName(tx, ctx, original.name)
    const copy = {
      ...original,
      id: newId(),
      name,
      version: 1,
      isDemo: false,
      lastTest: null,
      createdAt: undefined,
      createdBy: ctx.actor.name,
      updatedAt: undefined,
      updatedBy: ctx.actor.name,
    }
    await refusingTakenNames(name, () => tx.insert(endpoints).values(copy))
    const secretEntries = await saveSecrets(tx, ctx, copy, { set: secrets, remove: [] }, new Set())
    const about = { objectType: 'endpoint', objectId: copy.id, objectName: name } as const
    const details = { copyOf: { id, name: original.name } }
    await writeAuditEntries(tx, ctx, [{ action: 'endpoint.created', ...about, details }, ...secretEntries])
    return readEndpoint(tx, ctx, copy.id)
  })
}

async function openAll(
  tx: Transaction,
  { orgId, vault }: OrgContext,
  endpoint: { id: string; name: string },
): Promise<Map<string, string>> {
  const rows = await tx
    .select({ field: endpointSecrets.field, sealed: endpointSecrets.sealed })
    .from(endpointSecrets)
    .where(and(eq(endpointSecrets.organizationId, orgId), eq(endpointSecrets.endpointId, endpoint.id)))
  try {
    return new Map(
      rows.map(({ field, sealed }) => [field, vault.open(sealed, { orgId, endpointId: endpoint.id, field })]),
    )
  } catch (error) {
    if (!(error instanceof VaultError)) throw error
    const message = `A secret of “${endpoint.name}” can’t be opened. Enter it again before you copy the endpoint.`
    throw new AppError('unprocessable', message, { cause: error })
  }
}

/** “Billing API copy”, “Billing API copy 2”, … */
async function freeName(tx: Transaction, { orgId }: OrgContext, name: string): Promise<string> {
  const rows = await tx
    .select({ name: sql<string>`lower(${endpoints.name})` })
    .from(endpoints)
    .where(and(eq(endpoints.organizationId, orgId), isNull(endpoints.deletedAt)))
  const taken = new Set(rows.map((row) => row.name))
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? ' copy' : ` copy ${number}`
    const candidate = name.slice(0, endpointLimits.name - suffix.length).trimEnd() + suffix
    if (!taken.has(candidate.toLowerCase())) return candidate
  }
}
