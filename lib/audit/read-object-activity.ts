import { and, desc, eq } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { auditEntries } from '@/db/schema'
import type { AuditEntry } from './schema'

const limit = 100

/** What happened to one object, newest first. Leaves out who asked from where, which is for the audit log. */
export async function readObjectActivity(
  tx: Transaction,
  { orgId }: { orgId: string },
  object: { type: string; id: string },
): Promise<AuditEntry[]> {
  const rows = await tx
    .select()
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.organizationId, orgId),
        eq(auditEntries.objectType, object.type),
        eq(auditEntries.objectId, object.id),
      ),
    )
    .orderBy(desc(auditEntries.at), desc(auditEntries.id))
    .limit(limit)
  return rows.map(toAuditEntry)
}

export function toAuditEntry(row: typeof auditEntries.$inferSelect): AuditEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { type: row.actorType, name: row.actorName },
    action: row.action,
    objectType: row.objectType,
    objectId: row.objectId,
    objectName: row.objectName,
    details: row.details,
  }
}
