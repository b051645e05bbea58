import type { Transaction } from '@/db/client'
import { auditEntries } from '@/db/schema'
import type { OrgContext } from '@/lib/auth/context'
import { newId } from '@/lib/new-id'
import type { AuditAction, auditObjectTypes } from './schema'

export type AuditInput = {
  action: AuditAction
  objectType: (typeof auditObjectTypes)[number]
  objectId: string | null
  objectName: string
  /** Never a secret, nor any part of one. */
  details?: Record<string, unknown>
}

/** Who acts where: all that an entry needs of the context. */
export type AuditContext = Pick<OrgContext, 'orgId' | 'actor' | 'requestId' | 'address'>

/** Adds an entry in the transaction of the change, so that neither exists without the other. */
export async function writeAuditEntry(tx: Transaction, ctx: AuditContext, entry: AuditInput): Promise<void> {
  await writeAuditEntries(tx, ctx, [entry])
}

export async function writeAuditEntries(
  tx: Transaction,
  ctx: AuditContext,
  entries: AuditInput[],
): Promise<void> {
  if (entries.length === 0) return
  await tx.insert(auditEntries).values(
    entries.map((entry) => ({
      id: newId(),
      organizationId: ctx.orgId,
      actorType: ctx.actor.type,
      actorId: ctx.actor.id,
      actorName: ctx.actor.name,
      requestId: ctx.requestId,
      address: ctx.address,
      ...entry,
    })),
  )
}
