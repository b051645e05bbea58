import { randomBytes } from 'node:crypto'
import { type Database, withOrg } from '@/db/client'
import { apiTokens } from '@/db/schema'
import { type AuditContext, writeAuditEntry } from '@/lib/audit/write-audit-entry'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { newId } from '@/lib/new-id'
import { parseInput } from '@/lib/parse-input'
import { hashToken } from './hash-token'
import { type CreatedToken, newTokenSchema, type NewTokenInput } from './schema'

/**
 * Makes an API token of an organization. The answer is the only place where it ever stands.
 * @throws AppError `forbidden` or `invalid_input`
 */
export async function createToken(
  ctx: { db: Database } & AuditContext & Pick<OrgContext, 'role'>,
  input: NewTokenInput,
): Promise<CreatedToken> {
  requireRole(ctx, 'admin')
  const { name, role } = parseInput(newTokenSchema, input)
  const id = newId()
  const token = `slc_${randomBytes(32).toString('base64url')}`
  await withOrg(ctx, async (tx) => {
    await tx.insert(apiTokens).values({
      id,
      organizationId: ctx.orgId,
      name,
      role,
      tokenHash: hashToken(token),
      createdBy: ctx.actor.name,
    })
    await writeAuditEntry(tx, ctx, {
      action: 'token.created',
      objectType: 'token',
      objectId: id,
      objectName: name,
      details: { role },
    })
  })
  return { id, token }
}
