import { withOrg } from '@/db/client'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { readFlow } from './read-flow'
import type { Flow } from './schema'

/** @throws AppError `not_found` */
export async function getFlow(ctx: OrgContext, { id }: { id: string }): Promise<Flow> {
  requireRole(ctx, 'viewer')
  return withOrg(ctx, (tx) => readFlow(tx, ctx.orgId, id))
}
