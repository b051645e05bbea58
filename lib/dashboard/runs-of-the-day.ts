import { and, count, eq, gt, sql } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { runs } from '@/db/schema'
import { type OrgContext, requireRole } from '@/lib/auth/context'

/** Runs that started within one of the last 24 hours. */
export type HourOfRuns = {
  /** When the hour began. */
  from: string
  succeeded: number
  /** Failed or interrupted. */
  failed: number
  /** Canceled, or not at their end yet. */
  other: number
}

/** The last 24 hours, oldest first; hours without runs are there with zeros. */
export async function getRunsOfTheDay(ctx: OrgContext, now = new Date()): Promise<HourOfRuns[]> {
  requireRole(ctx, 'viewer')
  const hoursAgo = sql<number>`floor(extract(epoch from ${now.toISOString()}::timestamptz - ${runs.createdAt}) / 3600)::int`
  const rows = await withOrg(ctx, (tx) =>
    tx
      .select({ hoursAgo, status: runs.status, count: count() })
      .from(runs)
      .where(
        and(
          eq(runs.organizationId, ctx.orgId),
          gt(runs.createdAt, sql`${now.toISOString()}::timestamptz - interval '24 hours'`),
        ),
      )
      .groupBy(sql`1`, runs.status),
  )
  return Array.from({ length: 24 }, (_, index) => {
    const ago = 23 - index
    // What was made after `now` was taken belongs to the newest hour.
    const hour = rows.filter((row) => Math.max(row.hoursAgo, 0) === ago)
    const sum = (...statuses: string[]) =>
      hour.filter((row) => statuses.includes(row.status)).reduce((total, row) => total + row.count, 0)
    return {
      from: new Date(now.getTime() - (ago + 1) * 3_600_000).toISOString(),
      succeeded: sum('succeeded'),
      failed: sum('failed', 'interrupted'),
      other: sum('canceled', 'queued', 'running'),
    }
  })
}
