import { asc, eq, sql } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { memberships, users } from '@/db/schema'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import type { Member } from './schema'

/** Everybody in the organization, by name. */
export async function listMembers(ctx: OrgContext): Promise<Member[]> {
  requireRole(ctx, 'viewer')
  const rows = await withOrg(ctx, (tx) =>
    tx
      .select({
        id: users.id,
        name: users.name,
        email: users.email,
        role: memberships.role,
        lastSeenAt: users.lastSeenAt,
      })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(eq(memberships.organizationId, ctx.orgId))
      .orderBy(asc(sql`lower(${users.name})`), asc(users.email)),
  )
  return rows.map(({ lastSeenAt, ...member }) => ({
    ...member,
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
    isYou: member.id === ctx.actor.id,
  }))
}
