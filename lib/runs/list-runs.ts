import { and, desc, eq, lt } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { runs } from '@/db/schema'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { toPage } from '@/lib/cursor'
import { decodeTimeCursor } from '@/lib/time-cursor'
import { selectSummaries, toSummary } from './run-rows'
import type { ListRunsInput, RunPage } from './schema'

/** A page of the organization's runs, the newest first. */
export async function listRuns(ctx: OrgContext, input: ListRunsInput): Promise<RunPage> {
  requireRole(ctx, 'viewer')
  const { flow, status, limit, cursor } = input
  const after = cursor === undefined ? undefined : decodeTimeCursor(cursor)
  const where = and(
    flow ? eq(runs.flowId, flow) : undefined,
    status ? eq(runs.status, status) : undefined,
    after ? lt(runs.id, after.id) : undefined,
  )
  const rows = await withOrg(ctx, (tx) =>
    selectSummaries(tx, ctx.orgId, where)
      .orderBy(desc(runs.id)) // which is by time
      .limit(limit + 1),
  )
  const { page, nextCursor } = toPage(rows, limit, ({ createdAt, id }) => ({
    value: createdAt.toISOString(),
    id,
  }))
  return { data: page.map(toSummary), nextCursor }
}
