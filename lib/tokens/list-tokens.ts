import { desc, eq } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { apiTokens } from '@/db/schema'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import type { ApiToken } from './schema'

/**
 * The API tokens of the organization, the newest first. An organization has few.
 * @throws AppError `forbidden`
 */
export async function listTokens(ctx: OrgContext): Promise<ApiToken[]> {
  requireRole(ctx, 'admin')
  const { id, name, role, createdAt, createdBy, organizationId } = apiTokens
  const rows = await withOrg(ctx, (tx) =>
    tx
      .select({ id, name, role, createdAt, createdBy })
      .from(apiTokens)
      .where(eq(organizationId, ctx.orgId))
      .orderBy(desc(createdAt), desc(id)),
  )
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }))
}
