import { and, asc, desc, ilike, or, type SQL, sql } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { flows } from '@/db/schema'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { type Cursor, decodeCursor, toPage } from '@/lib/cursor'
import { decodeTimeCursor } from '@/lib/time-cursor'
import { lastRunColumn, selectSummaries, toSummary } from './flow-rows'
import {
  firstFlowOrder,
  type FlowPage,
  type FlowSort,
  type FlowSummary,
  type LastRunFilter,
  type ListFlowsInput,
} from './schema'

/** What a list is sorted by, and the same of one row in the text of a cursor. */
type SortKey = {
  column: SQL
  of: (flow: FlowSummary) => string
  decode: (text: string) => Cursor
  value: (text: string) => SQL
}

/** Before every run: flows that never ran are the last of the newest. */
const never = new Date(0).toISOString()
const time = (text: string) => sql`${text}::timestamptz`

// A cursor carries what JSON does, and that is milliseconds.
const sortKeys: Record<FlowSort, SortKey> = {
  name: {
    column: sql`lower(${flows.name})`,
    of: (flow) => flow.name,
    decode: decodeCursor,
    value: (text) => sql`lower(${text})`,
  },
  lastRun: {
    column: sql`coalesce(date_trunc('milliseconds', ${lastRunColumn(sql`r.created_at`)}), ${time(never)})`,
    of: (flow) => flow.lastRun?.at ?? never,
    decode: decodeTimeCursor,
    value: time,
  },
  updated: {
    column: sql`date_trunc('milliseconds', ${flows.updatedAt})`,
    of: (flow) => flow.updatedAt,
    decode: decodeTimeCursor,
    value: time,
  },
}

/** A page of the organization's flows. */
export async function listFlows(ctx: OrgContext, input: ListFlowsInput): Promise<FlowPage> {
  requireRole(ctx, 'viewer')
  const { search, lastRun, endpoint, sort, order = firstFlowOrder[sort], limit, cursor } = input
  const key = sortKeys[sort]
  const where = and(
    search ? matching(search) : undefined,
    lastRun ? endedLike(lastRun) : undefined,
    endpoint ? using(endpoint) : undefined,
    cursor === undefined ? undefined : behind(key, key.decode(cursor), order),
  )
  const direction = order === 'asc' ? asc : desc
  const rows = await withOrg(ctx, (tx) =>
    selectSummaries(tx, ctx.orgId, where)
      .orderBy(direction(key.column), direction(flows.id))
      .limit(limit + 1),
  )
  const { page, nextCursor } = toPage(rows.map(toSummary), limit, (flow) => ({
    value: key.of(flow),
    id: flow.id,
  }))
  return { data: page, nextCursor }
}

function behind(key: SortKey, after: Cursor, order: 'asc' | 'desc'): SQL {
  const row = sql`(${key.column}, ${flows.id})`
  const last = sql`(${key.value(after.value)}, ${after.id}::uuid)`
  return order === 'asc' ? sql`${row} > ${last}` : sql`${row} < ${last}`
}

function matching(search: string) {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  return or(ilike(flows.name, pattern), ilike(flows.description, pattern))
}

function endedLike(lastRun: LastRunFilter): SQL {
  const status = lastRunColumn(sql`r.status`)
  return lastRun === 'never' ? sql`${status} is null` : sql`${status} = ${lastRun}`
}

function using(endpoint: string): SQL {
  return sql`exists (
    select from endpoint_uses u
    where u.organization_id = ${flows.organizationId} and u.flow_id = ${flows.id}
      and u.endpoint_id = ${endpoint} and u.stage = 'draft'
  )`
}
