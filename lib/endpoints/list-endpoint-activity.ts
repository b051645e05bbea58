import { withOrg } from '@/db/client'
import { readObjectActivity } from '@/lib/audit/read-object-activity'
import type { AuditEntry } from '@/lib/audit/schema'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { readEndpoint } from './read-endpoints'

/**
 * What happened to an endpoint, newest first, at most 100 entries.
 * @throws AppError `not_found`
 */
export async function listEndpointActivity(ctx: OrgContext, { id }: { id: string }): Promise<AuditEntry[]> {
  requireRole(ctx, 'viewer')
  return withOrg(ctx, async (tx) => {
    await readEndpoint(tx, ctx, id)
    return readObjectActivity(tx, ctx, { type: 'endpoint', id })
  })
}
