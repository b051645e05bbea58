import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { flows, flowVersions } from '@/db/schema'
import { notFound } from '@/lib/errors'
import { isId } from '@/lib/new-id'
import type { FlowSummary } from './schema'

const published = flowVersions

const columns = {
  id: flows.id,
  name: flows.name,
  description: flows.description,
  version: flows.version,
  publishedNumber: published.publishedNumber,
  publishedDraftVersion: published.draftVersion,
  publishedAt: published.publishedAt,
  publishedBy: published.publishedBy,
  stepCount: sql<number>`jsonb_array_length(${flows.definition} -> 'nodes')`,
  endpoints: sql<{ id: string; name: string }[]>`coalesce((
    select jsonb_agg(distinct jsonb_build_object('id', e.id, 'name', e.name))
    from endpoint_uses u join endpoints e on e.organization_id = u.organization_id and e.id = u.endpoint_id
    where u.organization_id = ${flows.organizationId} and u.flow_id = ${flows.id} and u.stage = 'draft'
  ), '[]')`,
  lastRun: lastRunColumn<{ id: string; status: string; at: string }>(
    sql`jsonb_build_object('id', r.id, 'status', r.status, 'at', r.created_at)`,
  ),
  createdAt: flows.createdAt,
  createdBy: flows.createdBy,
  updatedAt: flows.updatedAt,
  updatedBy: flows.updatedBy,
}

/** Something of a flow's newest run, which is `r` in the expression; null when the flow never ran. */
export function lastRunColumn<T>(expression: SQL) {
  return sql<T | null>`(
    select ${expression}
    from runs r where r.organization_id = ${flows.organizationId} and r.flow_id = ${flows.id}
    order by r.created_at desc limit 1
  )`
}

/** Flows that aren't deleted, as lists show them; `where` narrows them within the organization. */
export function selectSummaries(tx: Transaction, orgId: string, where?: SQL) {
  return tx.select(columns).from(flows).leftJoin(published, ownPublished).where(ofOrganization(orgId, where))
}

/** The same with their definitions. */
export function selectWithDefinitions(tx: Transaction, orgId: string, where?: SQL) {
  return tx
    .select({ ...columns, definition: flows.definition })
    .from(flows)
    .leftJoin(published, ownPublished)
    .where(ofOrganization(orgId, where))
}

const ownPublished = and(
  eq(published.organizationId, flows.organizationId),
  eq(published.id, flows.publishedVersionId),
)

function ofOrganization(orgId: string, where?: SQL) {
  return and(eq(flows.organizationId, orgId), isNull(flows.deletedAt), where)
}

type SummaryRow = Awaited<ReturnType<typeof selectSummaries>>[number]

export function toSummary(row: SummaryRow): FlowSummary {
  const { publishedNumber, publishedDraftVersion, publishedAt, publishedBy, ...rest } = row
  const isPublished = publishedNumber !== null && publishedDraftVersion !== null && publishedAt !== null
  return {
    ...rest,
    published: isPublished
      ? {
          number: publishedNumber,
          draftVersion: publishedDraftVersion,
          at: publishedAt.toISOString(),
          by: publishedBy ?? '',
        }
      : null,
    endpoints: row.endpoints.sort((a, b) => a.name.localeCompare(b.name)),
    lastRun: row.lastRun && { ...row.lastRun, at: new Date(row.lastRun.at).toISOString() },
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

/** @throws AppError `not_found` */
export async function findFlow(tx: Transaction, orgId: string, id: string) {
  const [row] = isId(id) ? await selectRow(tx, orgId, id) : []
  if (!row) throw notFound()
  return row
}

/**
 * The row of a flow, locked until the transaction ends, so that two changes take turns.
 * @throws AppError `not_found`
 */
export async function lockFlow(tx: Transaction, orgId: string, id: string) {
  const [row] = isId(id) ? await selectRow(tx, orgId, id).for('update') : []
  if (!row) throw notFound()
  return row
}

function selectRow(tx: Transaction, orgId: string, id: string) {
  return tx
    .select()
    .from(flows)
    .where(ofOrganization(orgId, eq(flows.id, id)))
}
