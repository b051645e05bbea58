import { and, eq } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { apiTokens } from '@/db/schema'
import { writeAuditEntry } from '@/lib/audit/write-audit-entry'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { notFound } from '@/lib/errors'
import { isId } from '@/lib/new-id'

/**
 * Ends an API token: whoever sends it is refused from the next request on. Runs that it started go on, and
 * so does an answer that is being streamed.
 * @throws AppError `forbidden` or `not_found`
 */
export async function revokeToken(ctx: OrgContext, { id }: { id: string }): Promise<{ name: string }> {
  requireRole(ctx, 'admin')
  if (!isId(id)) throw notFound()
  const revoked = await withOrg(ctx, async (tx) => {
    const [token] = await tx
      .delete(apiTokens)
      .where(and(eq(apiTokens.organizationId, ctx.orgId), eq(apiTokens.id, id)))
      .returning({ name: apiTokens.name, role: apiTokens.role })
    if (!token) throw notFound()
    await writeAuditEntry(tx, ctx, {
      action: 'token.revoked',
      objectType: 'token',
      objectId: id,
      objectName: token.name,
      details: { role: token.role },
    })
    return token
  })
  ctx.reads.forget('token', ctx.orgId, id)
  return { name: revoked.name }
}
