import { sql } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { toPage } from '@/lib/cursor'
import { decodeTimeCursor, exactTime } from '@/lib/time-cursor'
import { restorable } from './restorable'
import { type DeletedItem, type DeletedPage, type ListDeletedInput, restorableDays } from './schema'

type Row = DeletedItem & { time: string }

/** A page of what can be restored, the latest first. Whoever sees endpoints and flows sees those too. */
export async function listDeleted(
  ctx: OrgContext,
  { limit, cursor }: ListDeletedInput,
): Promise<DeletedPage> {
  requireRole(ctx, 'viewer')
  const after = cursor === undefined ? undefined : decodeTimeCursor(cursor)
  const rows = await withOrg(ctx, async (tx) => {
    const result = await tx.execute<Row>(sql`
      select type, id, name, "baseUrl", "needsSecrets", deleted_at as "deletedAt", updated_by as "deletedBy",
        deleted_at + make_interval(days => ${restorableDays}) as "restorableUntil",
        ${exactTime(sql`deleted_at`)} as time
      from (
        select 'endpoint' as type, id, name, base_url as "baseUrl", deleted_at, updated_by,
          authentication_type <> 'none' or default_headers @> '[{"secret": true}]' as "needsSecrets"
        from endpoints where organization_id = ${ctx.orgId}
        union all
        select 'flow', id, name, null, deleted_at, updated_by, false
        from flows where organization_id = ${ctx.orgId}
      ) deleted
      where ${restorable(sql`deleted_at`)}
        and ${after ? sql`(deleted_at, id) < (${after.value}::timestamptz, ${after.id}::uuid)` : sql`true`}
      order by deleted_at desc, id desc limit ${limit + 1}`)
    return result.rows
  })
  const { page, nextCursor } = toPage(rows, limit, ({ time, id }) => ({ value: time, id }))
  return {
    data: page.map(({ time: _, ...item }) => ({
      ...item,
      deletedAt: new Date(item.deletedAt).toISOString(),
      restorableUntil: new Date(item.restorableUntil).toISOString(),
    })),
    nextCursor,
  }
}
