import { eq } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { invitations } from '@/db/schema'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { notFound } from '@/lib/errors'
import { deletePendingInvitations } from './delete-pending-invitations'

/**
 * Takes an invitation back; its link leads nowhere from then on.
 * @throws AppError `not_found`, also for one that was used
 */
export async function revokeInvitation(ctx: OrgContext, { id }: { id: string }): Promise<void> {
  requireRole(ctx, 'admin')
  await withOrg(ctx, async (tx) => {
    const revoked = await deletePendingInvitations(tx, ctx, eq(invitations.id, id))
    if (revoked === 0) throw notFound()
  })
}
