import { and, desc, ilike, or, sql } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { flows } from '@/db/schema'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { encodeCursor } from '@/lib/cursor'
import { selectSummaries, toSummary } from './flow-rows'
import type { FlowPage, ListFlowsInput } from './schema'
import { decodeTimeCursor } from './time-cursor'

/** A cursor carries what JSON does, and that is milliseconds. */
const sortTime = sql`date_trunc('milliseconds', ${flows.updatedAt})`

/** A page of the organization's flows, the last changed first. */
export async function listFlows(ctx: OrgContext, input: ListFlowsInput): Promise<FlowPage> {
  requireRole(ctx, 'viewer')
  const { search, limit, cursor } = input
  const after = cursor === undefined ? undefined : decodeTimeCursor(cursor)
  const where = and(
    search ? matching(search) : undefined,
    after ? sql`(${sortTime}, ${flows.id}) < (${after.value}::timestamptz, ${after.id}::uuid)` : undefined,
  )
  const rows = await withOrg(ctx, (tx) =>
    selectSummaries(tx, ctx.orgId, where)
      .orderBy(desc(sortTime), desc(flows.id))
      .limit(limit + 1),
  )
  const data = rows.slice(0, limit).map(toSummary)
  const last = data.at(-1)
  return {
    data,
    nextCursor: rows.length > limit && last ? encodeCursor({ value: last.updatedAt, id: last.id }) : null,
  }
}

function matching(search: string) {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  return or(ilike(flows.name, pattern), ilike(flows.description, pattern))
}
