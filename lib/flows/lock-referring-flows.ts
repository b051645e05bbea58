import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { flows } from '@/db/schema'

/**
 * The flows whose draft or published version names an endpoint, whether it is recorded as a use or, because
 * the endpoint was deleted, is not. Locked in the order of their ids.
 */
export async function lockReferringFlows(tx: Transaction, orgId: string, endpointId: string) {
  const step = JSON.stringify({ nodes: [{ type: 'apiCall', data: { endpointId } }] })
  const { rows } = await tx.execute<{ id: string }>(sql`
    select f.id from flows f
    left join flow_versions v on v.organization_id = f.organization_id and v.id = f.published_version_id
    where f.organization_id = ${orgId} and f.deleted_at is null
      and (f.definition @> ${step}::jsonb or v.definition @> ${step}::jsonb)`)
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  return tx
    .select()
    .from(flows)
    .where(and(eq(flows.organizationId, orgId), inArray(flows.id, ids), isNull(flows.deletedAt)))
    .orderBy(asc(flows.id))
    .for('update')
}
