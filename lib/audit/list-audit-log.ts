import { and, eq, type SQL, sql } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { auditEntries } from '@/db/schema'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { toPage } from '@/lib/cursor'
import { isId } from '@/lib/new-id'
import { decodeTimeCursor, exactTime } from '@/lib/time-cursor'
import { toAuditEntry } from './read-object-activity'
import type { AuditLogPage, ListAuditLogInput } from './schema'

const { at, id, actorId, actorName, objectId, objectName } = auditEntries
/** In the very order of the index, nulls included, or each page would read and sort the whole log. */
export const newestFirst = sql`${at} desc nulls last, ${id} desc`

/** A page of what was done in the organization, the newest first. For admins. */
export async function listAuditLog(ctx: OrgContext, input: ListAuditLogInput): Promise<AuditLogPage> {
  requireRole(ctx, 'admin')
  const { action, actor, object, from, to, limit, cursor } = input
  const after = cursor === undefined ? undefined : decodeTimeCursor(cursor)
  const where = and(
    eq(auditEntries.organizationId, ctx.orgId),
    action ? eq(auditEntries.action, action) : undefined,
    actor ? idOrName(actorId, actorName, actor) : undefined,
    object ? idOrName(objectId, objectName, object) : undefined,
    from ? sql`${at} >= ${moment(from)}` : undefined,
    to ? sql`${at} < ${moment(to)}` : undefined,
    after ? sql`(${at}, ${id}) < (${after.value}::timestamptz, ${after.id}::uuid)` : undefined,
  )
  const rows = await withOrg(ctx, (tx) =>
    tx
      .select({ entry: auditEntries, time: exactTime(at) })
      .from(auditEntries)
      .where(where)
      .orderBy(newestFirst)
      .limit(limit + 1),
  )
  const { page, nextCursor } = toPage(rows, limit, ({ entry, time }) => ({ value: time, id: entry.id }))
  return {
    data: page.map(({ entry }) => ({
      ...toAuditEntry(entry),
      actor: { type: entry.actorType, id: entry.actorId, name: entry.actorName },
      requestId: entry.requestId,
      address: entry.address,
    })),
    nextCursor,
  }
}

/** Not as the text that was given: Postgres knows no year 0, nor offsets of 16 hours and more. */
function moment(time: string): SQL {
  return sql`to_timestamp(${Date.parse(time) / 1000}::float8)`
}

function idOrName(
  idColumn: typeof actorId | typeof objectId,
  nameColumn: typeof actorName | typeof objectName,
  text: string,
): SQL {
  return isId(text) ? eq(idColumn, text) : sql`lower(${nameColumn}) = lower(${text})`
}
