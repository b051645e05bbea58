import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { invitations } from '@/db/schema'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import type { Invitation } from './schema'

/** Those that nobody has used yet, by email; also those that ran out. */
export async function listInvitations(ctx: OrgContext): Promise<Invitation[]> {
  requireRole(ctx, 'admin')
  const rows = await withOrg(ctx, (tx) =>
    tx
      .select({
        id: invitations.id,
        email: invitations.email,
        role: invitations.role,
        invitedBy: invitations.invitedBy,
        expiresAt: invitations.expiresAt,
        isExpired: sql<boolean>`${invitations.expiresAt} <= now()`,
      })
      .from(invitations)
      .where(and(eq(invitations.organizationId, ctx.orgId), isNull(invitations.acceptedAt)))
      .orderBy(asc(invitations.email)),
  )
  return rows.map((row) => ({ ...row, expiresAt: row.expiresAt.toISOString() }))
}
