import { sql } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { listAllOrganizations } from '@/lib/organizations/list-all-organizations'
import type { Services } from '@/lib/services'
import { opens } from '@/lib/vault/opens'

const batchSize = 1_000

/** One stored secret, as far as people may know it. */
export type StoredSecret = { organization: string; endpointId: string; field: string }

export type Unopened = { secrets: number; unopened: StoredSecret[] }

type Row = Omit<StoredSecret, 'organization'> & { sealed: string }
type Parts = Pick<Services, 'db' | 'vault'>

/**
 * How many secrets are stored, over all organizations, and which of them the ring doesn't open. Tries each:
 * a ring may have another key of the id that a secret names.
 */
export async function findUnopened(parts: Parts): Promise<Unopened> {
  const total: Unopened = { secrets: 0, unopened: [] }
  for (const { id: orgId, slug } of await parts.db.transaction(listAllOrganizations)) {
    for await (const rows of batches({ ...parts, orgId })) {
      total.secrets += rows.length
      for (const { endpointId, field, sealed } of rows) {
        if (opens(parts.vault, sealed, { orgId, endpointId, field })) continue
        total.unopened.push({ organization: slug, endpointId, field })
      }
    }
  }
  return total
}

async function* batches(ctx: Parts & { orgId: string }): AsyncGenerator<Row[]> {
  let last = { endpointId: '00000000-0000-0000-0000-000000000000', field: '' }
  for (;;) {
    const { rows } = await withOrg(ctx, (tx) =>
      tx.execute<Row>(sql`
        select endpoint_id as "endpointId", field, sealed from endpoint_secrets
        where organization_id = ${ctx.orgId}
          and (endpoint_id, field) > (${last.endpointId}::uuid, ${last.field})
        order by endpoint_id, field limit ${batchSize}`),
    )
    const next = rows.at(-1)
    if (!next) return
    yield rows
    last = next
  }
}
