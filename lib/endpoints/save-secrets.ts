import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { endpointSecrets } from '@/db/schema'
import type { AuditInput } from '@/lib/audit/write-audit-entry'
import type { OrgContext } from '@/lib/auth/context'
import type { SecretChanges } from './secret-changes'

/**
 * Seals and stores what is set, and deletes what is removed.
 * @returns what the audit log says about it
 */
export async function saveSecrets(
  tx: Transaction,
  ctx: OrgContext,
  endpoint: { id: string; name: string },
  { set, remove }: SecretChanges,
  stored: ReadonlySet<string>,
): Promise<AuditInput[]> {
  const { orgId, vault } = ctx
  const rows = [...set].map(([field, plaintext]) => ({
    organizationId: orgId,
    endpointId: endpoint.id,
    field,
    sealed: vault.seal(plaintext, { orgId, endpointId: endpoint.id, field }),
    fingerprint: vault.fingerprint(plaintext, orgId),
    setBy: ctx.actor.name,
  }))
  if (rows.length > 0) {
    await tx
      .insert(endpointSecrets)
      .values(rows)
      .onConflictDoUpdate({
        target: [endpointSecrets.organizationId, endpointSecrets.endpointId, endpointSecrets.field],
        set: {
          sealed: sql`excluded.sealed`,
          fingerprint: sql`excluded.fingerprint`,
          setAt: sql`now()`,
          setBy: sql`excluded.set_by`,
        },
      })
  }
  const cleared = remove.filter((field) => stored.has(field))
  if (cleared.length > 0) {
    await tx
      .delete(endpointSecrets)
      .where(
        and(
          eq(endpointSecrets.organizationId, orgId),
          eq(endpointSecrets.endpointId, endpoint.id),
          inArray(endpointSecrets.field, cleared),
        ),
      )
  }
  const entry = (action: AuditInput['action'], field: string): AuditInput => ({
    action,
    objectType: 'endpoint',
    objectId: endpoint.id,
    objectName: endpoint.name,
    details: { field },
  })
  return [
    ...[...set.keys()].map((field) => entry(stored.has(field) ? 'secret.replaced' : 'secret.set', field)),
    ...cleared.map((field) => entry('secret.cleared', field)),
  ]
}
