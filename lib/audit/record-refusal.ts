import { withOrg } from '@/db/client'
import type { OrgContext } from '@/lib/auth/context'
import { AppError } from '@/lib/errors'
import { writeAuditEntry } from './write-audit-entry'

/** Runs a verb for a door; a missing right is noted in the audit log before it is passed on. */
export async function recordingRefusals<T>(
  ctx: OrgContext,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppError && error.code === 'forbidden') {
      await withOrg(ctx, (tx) =>
        writeAuditEntry(tx, ctx, {
          action: 'permission.refused',
          objectType: 'organization',
          objectId: ctx.orgId,
          objectName: ctx.orgSlug,
          details: { ...error.details, what, role: ctx.role },
        }),
      )
    }
    throw error
  }
}
