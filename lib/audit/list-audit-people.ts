import { asc, eq } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { apiTokens, memberships, users } from '@/db/schema'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import type { AuditPerson } from './schema'

/**
 * Whom the audit log can be filtered by: members, API tokens and Sluice itself. Those who left are only in
 * the log, where finding all of them would mean reading all of it; they are found by their names.
 * @throws AppError `forbidden`
 */
export async function listAuditPeople(ctx: OrgContext): Promise<AuditPerson[]> {
  requireRole(ctx, 'admin')
  return withOrg(ctx, async (tx) => {
    const members = await tx
      .select({ id: users.id, name: users.name })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(eq(memberships.organizationId, ctx.orgId))
      .orderBy(asc(users.name), asc(users.id))
    const tokens = await tx
      .select({ id: apiTokens.id, name: apiTokens.name })
      .from(apiTokens)
      .where(eq(apiTokens.organizationId, ctx.orgId))
      .orderBy(asc(apiTokens.name), asc(apiTokens.id))
    return [
      ...members.map((member) => ({ type: 'user' as const, ...member })),
      ...tokens.map((token) => ({ type: 'token' as const, ...token })),
      // Has no id: entries name it.
      { type: 'system', id: 'Sluice', name: 'Sluice' },
    ]
  })
}
