import { sql } from 'drizzle-orm'
import { type Transaction, withOrg } from '@/db/client'
import { writeAuditEntry } from '@/lib/audit/write-audit-entry'
import type { OrgContext } from '@/lib/auth/context'
import { VaultError } from '@/lib/vault/create-vault'

const batchSize = 100

type StoredSecret = { endpointId: string; field: string }
type Row = StoredSecret & { sealed: string }
type Rewrapped = Row & { next: { sealed: string; fingerprint: string } }

/**
 * Seals an organization's secrets under the primary key, those that are under another one. It may be
 * interrupted at any point, repeated, and run twice at once: every batch is one transaction, and a
 * secret that is under the primary key already is not looked at.
 *
 * A secret is replaced only while it still is what was opened, so an edit that comes between is never
 * overwritten. Batches pass over what an edit has locked: waiting for several rows at once could wait
 * for each other. What they passed over is done one by one in the end. What doesn't open stays as it is.
 * @returns how many were sealed anew
 */
export async function rotateKeys(ctx: OrgContext): Promise<number> {
  let rotated = 0
  for (let after: StoredSecret | null = first; after;) {
    const batch = await rotateBatch(ctx, after)
    rotated += batch.rotated
    after = batch.last
  }
  for (const row of await readAll(ctx)) {
    const [rewrapped] = rewrap(ctx, [row])
    if (rewrapped) rotated += await withOrg(ctx, (tx) => store(tx, ctx, [rewrapped]))
  }
  return rotated
}

const first: StoredSecret = { endpointId: '00000000-0000-0000-0000-000000000000', field: '' }

/** @returns the last secret that was seen, or null when there are no more */
async function rotateBatch(
  ctx: OrgContext,
  after: StoredSecret,
): Promise<{ rotated: number; last: StoredSecret | null }> {
  return withOrg(ctx, async (tx) => {
    const { rows } = await tx.execute<Row>(sql`
      ${outdated(ctx)} and (endpoint_id, field) > (${after.endpointId}::uuid, ${after.field})
      order by endpoint_id, field limit ${batchSize} for update skip locked`)
    const rotated = await store(tx, ctx, rewrap(ctx, rows))
    return { rotated, last: rows.length < batchSize ? null : (rows.at(-1) ?? null) }
  })
}

async function readAll(ctx: OrgContext): Promise<Row[]> {
  const { rows } = await withOrg(ctx, (tx) => tx.execute<Row>(outdated(ctx)))
  return rows
}

const outdated = ({ orgId, vault }: OrgContext) => sql`
  select endpoint_id as "endpointId", field, sealed from endpoint_secrets
  where organization_id = ${orgId} and split_part(sealed, '.', 2) <> ${vault.keyIds()[0]}`

/** Leaves out what doesn't open. */
function rewrap({ orgId, vault }: OrgContext, rows: Row[]): Rewrapped[] {
  return rows.flatMap((row) => {
    try {
      const { endpointId, field } = row
      return { ...row, next: vault.rewrap(row.sealed, { orgId, endpointId, field }) }
    } catch (error) {
      if (error instanceof VaultError) return []
      throw error
    }
  })
}

/** @returns how many still were what had been opened */
async function store(tx: Transaction, ctx: OrgContext, rows: Rewrapped[]): Promise<number> {
  if (rows.length === 0) return 0
  const values = rows.map(
    ({ endpointId, field, sealed, next }) =>
      sql`(${endpointId}::uuid, ${field}, ${sealed}, ${next.sealed}, ${next.fingerprint})`,
  )
  const { rowCount } = await tx.execute(sql`
    update endpoint_secrets s set sealed = v.next, fingerprint = v.fingerprint
    from (values ${sql.join(values, sql`, `)}) as v (endpoint_id, field, sealed, next, fingerprint)
    where s.organization_id = ${ctx.orgId} and s.endpoint_id = v.endpoint_id and s.field = v.field
      and s.sealed = v.sealed`)
  if (!rowCount) return 0
  await writeAuditEntry(tx, ctx, {
    action: 'keys.rotated',
    objectType: 'organization',
    objectId: ctx.orgId,
    objectName: ctx.orgSlug,
    details: { secrets: rowCount, keyId: ctx.vault.keyIds()[0] },
  })
  return rowCount
}
