import type { OrgContext } from '@/lib/auth/context'
import { findTargets } from './find-targets'
import { listAuditLog } from './list-audit-log'
import type { ListAuditLogInput, ShownAuditPage } from './schema'

/**
 * A page of the audit log that leads to what it tells of, where that is still there.
 * @throws AppError `forbidden`
 */
export async function listShownAuditLog(ctx: OrgContext, input: ListAuditLogInput): Promise<ShownAuditPage> {
  const { data, nextCursor } = await listAuditLog(ctx, input)
  const targets = await findTargets(ctx, data)
  return {
    data: data.map((entry) => ({ ...entry, target: targets.get(entry.objectId ?? '') ?? null })),
    nextCursor,
  }
}
