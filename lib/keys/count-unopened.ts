import { sql } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import type { OrgContext } from '@/lib/auth/context'
import { opens } from '@/lib/vault/opens'

const batchSize = 1_000

type Row = { endpointId: string; field: string; sealed: string }

/** How many secrets an organization keeps, and how many of them no key of the ring opens. */
export async function countUnopened(
  ctx: Pick<OrgContext, 'db' | 'orgId' | 'vault'>,
): Promise<{ secrets: number; unopened: number }> {
  const { orgId, vault } = ctx
  const total = { secrets: 0, unopened: 0 }
  let last = { endpointId: '00000000-0000-0000-0000-000000000000', field: '' }
  for (;;) {
    const { rows } = await withOrg(ctx, (tx) =>
      tx.execute<Row>(sql`
        select endpoint_id as "endpointId", field, sealed from endpoint_secrets
        where organization_id = ${orgId} and (endpoint_id, field) > (${last.endpointId}::uuid, ${last.field})
        order by endpoint_id, field limit ${batchSize}`),
    )
    total.secrets += rows.length
    total.unopened += rows.filter(
      ({ endpointId, field, sealed }) => !opens(vault, sealed, { orgId, endpointId, field }),
    ).length
    const next = rows.at(-1)
    if (!next) return total
    last = next
  }
}
