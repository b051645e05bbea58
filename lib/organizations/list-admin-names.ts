import { and, asc, eq } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { memberships, users } from '@/db/schema'
import type { OrgContext } from '@/lib/auth/context'

/** Whom to ask for what only admins may do. At most three, the longest-serving first. */
export async function listAdminNames(ctx: Pick<OrgContext, 'db' | 'orgId'>): Promise<string[]> {
  const rows = await withOrg(ctx, (tx) =>
    tx
      .select({ name: users.name })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(and(eq(memberships.organizationId, ctx.orgId), eq(memberships.role, 'admin')))
      .orderBy(asc(memberships.createdAt), asc(users.name))
      .limit(3),
  )
  return rows.map((row) => row.name)
}
