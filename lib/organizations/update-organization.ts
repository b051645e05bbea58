import { eq } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { organizations } from '@/db/schema'
import { writeAuditEntry } from '@/lib/audit/write-audit-entry'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { notFound } from '@/lib/errors'
import type { Organization } from './create-organization'
import type { UpdateOrganizationInput } from './schema'

/**
 * Gives the organization another name. Its slug stays: addresses are in bookmarks, mails and programs.
 * @throws AppError `forbidden`
 */
export async function updateOrganization(
  ctx: OrgContext,
  { name }: UpdateOrganizationInput,
): Promise<Organization> {
  requireRole(ctx, 'admin')
  const own = eq(organizations.id, ctx.orgId)
  return withOrg(ctx, async (tx) => {
    const [before] = await tx.select().from(organizations).where(own).for('update')
    if (!before) throw notFound()
    const { id, slug } = before
    if (before.name === name) return { id, slug, name }
    await tx.update(organizations).set({ name }).where(own)
    await writeAuditEntry(tx, ctx, {
      action: 'organization.updated',
      objectType: 'organization',
      objectId: id,
      objectName: name,
      details: { name: { from: before.name, to: name } },
    })
    return { id, slug, name }
  })
}
