import { eq, sql } from 'drizzle-orm'
import { type Database, narrowToOrganization, type Transaction, withScope } from '@/db/client'
import { invitations, organizations } from '@/db/schema'
import type { Role } from '@/lib/auth/roles'
import { hashToken } from '@/lib/tokens/hash-token'

/** An invitation as whoever holds its link sees it. */
export type FoundInvitation = {
  state: 'open' | 'used' | 'expired'
  organization: { id: string; slug: string; name: string }
  email: string
  role: Role
  invitedBy: string
  /** Somebody has an account under this email, and joins by signing in. */
  hasAccount: boolean
}

/** @returns null for a link that was replaced or revoked, or never was one */
export function findInvitation({ db }: { db: Database }, token: string): Promise<FoundInvitation | null> {
  return withScope(db, { tokenHash: hashToken(token) }, (tx) => readInvitation(tx, token))
}

/** The same in a transaction that sees the invitation, and after this its organization. */
export async function readInvitation(tx: Transaction, token: string): Promise<FoundInvitation | null> {
  const [found] = await tx
    .select({
      orgId: invitations.organizationId,
      state: sql<FoundInvitation['state']>`case when ${invitations.acceptedAt} is not null then 'used'
        when ${invitations.expiresAt} <= now() then 'expired' else 'open' end`,
      email: invitations.email,
      role: invitations.role,
      invitedBy: invitations.invitedBy,
      hasAccount: sql<boolean>`exists (select from users u where lower(u.email) = invitations.email)`,
    })
    .from(invitations)
    .where(eq(invitations.tokenHash, hashToken(token)))
  if (!found) return null
  const { orgId, ...invitation } = found
  await narrowToOrganization(tx, orgId)
  const [organization] = await tx
    .select({ id: organizations.id, slug: organizations.slug, name: organizations.name })
    .from(organizations)
    .where(eq(organizations.id, orgId))
  return organization ? { ...invitation, organization } : null
}
