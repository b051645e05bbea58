import { withOrg } from '@/db/client'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { readEndpoint } from './read-endpoints'
import type { Endpoint } from './schema'

/** @throws AppError `not_found` */
export async function getEndpoint(ctx: OrgContext, { id }: { id: string }): Promise<Endpoint> {
  requireRole(ctx, 'viewer')
  return withOrg(ctx, (tx) => readEndpoint(tx, ctx, id))
}
