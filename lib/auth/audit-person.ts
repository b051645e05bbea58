import { eq } from 'drizzle-orm'
import { narrowToOrganization, type Transaction } from '@/db/client'
import { memberships, organizations } from '@/db/schema'
import type { AuditAction } from '@/lib/audit/schema'
import { writeAuditEntry } from '@/lib/audit/write-audit-entry'
import type { RequestMeta } from '@/lib/request-meta'

/**
 * What a person does with their own account belongs to no organization, so each one that they are a member
 * of notes it. For transactions in the scope of the person.
 */
export async function auditPerson(
  tx: Transaction,
  { requestId, address }: RequestMeta,
  { id, name }: { id: string; name: string },
  action: AuditAction,
  details?: Record<string, unknown>,
): Promise<void> {
  const rows = await tx
    .select({ id: organizations.id })
    .from(memberships)
    .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
    .where(eq(memberships.userId, id))
  for (const { id: orgId } of rows) {
    await narrowToOrganization(tx, orgId)
    await writeAuditEntry(
      tx,
      { requestId, address, orgId, actor: { type: 'user', id, name } },
      { action, objectType: 'user', objectId: id, objectName: name, details },
    )
  }
}
