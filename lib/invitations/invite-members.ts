import { and, eq, inArray, sql } from 'drizzle-orm'
import { type Transaction, withOrg } from '@/db/client'
import { invitations, memberships, users } from '@/db/schema'
import { writeAuditEntries } from '@/lib/audit/write-audit-entry'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { newId } from '@/lib/new-id'
import { hashToken } from '@/lib/tokens/hash-token'
import { expiry, newInvitationToken } from './new-invitation-token'
import type { InviteInput, InviteOutcome } from './schema'

/**
 * Invites people by email. Who is a member or invited already is told apart and stays as they are; an
 * invitation that ran out is made anew. The answer is the only place where the tokens ever stand.
 */
export async function inviteMembers(
  ctx: OrgContext,
  { emails, role }: InviteInput,
): Promise<InviteOutcome[]> {
  requireRole(ctx, 'admin')
  return withOrg(ctx, async (tx) => {
    const members = await findMembers(tx, ctx.orgId, emails)
    const invited = emails
      .filter((email) => !members.has(email))
      .map((email) => ({ id: newId(), email, token: newInvitationToken() }))
    const made = await insert(tx, ctx, role, invited)
    await writeAuditEntries(
      tx,
      ctx,
      made.map(({ id, email }) => ({
        action: 'invitation.created',
        objectType: 'invitation',
        objectId: id,
        objectName: email,
        details: { role },
      })),
    )
    const tokens = new Map(invited.map(({ email, token }) => [email, token]))
    const isMade = new Set(made.map(({ email }) => email))
    return emails.map((email): InviteOutcome => {
      const token = tokens.get(email)
      if (token === undefined) return { email, outcome: 'member' }
      return isMade.has(email) ? { email, outcome: 'invited', token } : { email, outcome: 'pending' }
    })
  })
}

async function findMembers(tx: Transaction, orgId: string, emails: string[]): Promise<Set<string>> {
  const email = sql<string>`lower(${users.email})`
  const rows = await tx
    .select({ email })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.organizationId, orgId), inArray(email, emails)))
  return new Set(rows.map((row) => row.email))
}

/** @returns those that were not pending. The unique index decides, so that two admins at once invite once. */
async function insert(
  tx: Transaction,
  ctx: OrgContext,
  role: InviteInput['role'],
  invited: { id: string; email: string; token: string }[],
): Promise<{ id: string; email: string }[]> {
  if (invited.length === 0) return []
  // In one order, so that of two who invite the same people neither waits for the other.
  const sorted = invited.toSorted((a, b) => (a.email < b.email ? -1 : 1))
  return tx
    .insert(invitations)
    .values(
      sorted.map(({ id, email, token }) => ({
        id,
        organizationId: ctx.orgId,
        email,
        role,
        tokenHash: hashToken(token),
        invitedBy: ctx.actor.name,
        expiresAt: expiry,
      })),
    )
    .onConflictDoUpdate({
      target: [invitations.organizationId, invitations.email],
      targetWhere: sql`accepted_at is null`,
      set: {
        role,
        tokenHash: sql`excluded.token_hash`,
        invitedBy: ctx.actor.name,
        createdAt: sql`now()`,
        expiresAt: expiry,
      },
      setWhere: sql`${invitations.expiresAt} <= now()`,
    })
    .returning({ id: invitations.id, email: invitations.email })
}
