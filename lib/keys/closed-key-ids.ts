import { sql } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { listAllOrganizations } from '@/lib/organizations/list-all-organizations'
import type { Services } from '@/lib/services'
import { opens } from '@/lib/vault/opens'

type Row = { keyId: string; endpointId: string; field: string; sealed: string }

/**
 * The ids of keys with stored secrets that the ring doesn't open, for telling soon after a start. Tries one
 * secret of each key and organization, as a wrong ring opens none of them.
 */
export async function closedKeyIds({ db, vault }: Pick<Services, 'db' | 'vault'>): Promise<string[]> {
  const closed = new Set<string>()
  for (const { id: orgId } of await db.transaction(listAllOrganizations)) {
    const { rows } = await withOrg({ db, orgId }, (tx) =>
      tx.execute<Row>(sql`
        select distinct on (1) split_part(sealed, '.', 2) as "keyId", endpoint_id as "endpointId", field, sealed
        from endpoint_secrets where organization_id = ${orgId} order by 1`),
    )
    for (const { keyId, endpointId, field, sealed } of rows) {
      if (!opens(vault, sealed, { orgId, endpointId, field })) closed.add(keyId)
    }
  }
  return [...closed].sort()
}
