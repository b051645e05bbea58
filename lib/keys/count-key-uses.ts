import { sql } from 'drizzle-orm'
import { narrowToOrganization, type Transaction } from '@/db/client'
import { listAllOrganizations } from '@/lib/organizations/list-all-organizations'

/** How many stored secrets need each master key, over all organizations; '' counts what names none. */
export async function countKeyUses(tx: Transaction): Promise<Map<string, number>> {
  const uses = new Map<string, number>()
  // Row-level security shows the secrets of one organization at a time.
  for (const { id } of await listAllOrganizations(tx)) {
    await narrowToOrganization(tx, id)
    const { rows } = await tx.execute<{ keyId: string; count: number }>(sql`
      select split_part(sealed, '.', 2) as "keyId", count(*)::int as count
      from endpoint_secrets where organization_id = ${id} group by 1`)
    for (const { keyId, count } of rows) uses.set(keyId, (uses.get(keyId) ?? 0) + count)
  }
  return uses
}
