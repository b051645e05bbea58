import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { type Database, withScope } from '@/db/client'
import { apiTokens } from '@/db/schema'
import { type AuditContext, writeAuditEntry } from '@/lib/audit/write-audit-entry'
import { roles, type Role } from '@/lib/auth/roles'
import { newId } from '@/lib/new-id'
import { parseInput } from '@/lib/parse-input'
import { nameSchema } from '@/lib/texts'
import { hashToken } from './hash-token'

export const newTokenSchema = z.strictObject({
  name: nameSchema,
  role: z.enum(roles),
})

/**
 * Makes an API token of an organization. The answer is the only place where it ever stands.
 * @throws AppError `invalid_input`
 */
export async function createToken(
  ctx: { db: Database } & AuditContext,
  input: { name: string; role: Role },
): Promise<{ id: string; token: string }> {
  const { name, role } = parseInput(newTokenSchema, input)
  const id = newId()
  const token = `slc_${randomBytes(32).toString('base64url')}`
  await withScope(ctx.db, { organizationId: ctx.orgId }, async (tx) => {
    await tx
      .insert(apiTokens)
      .values({ id, organizationId: ctx.orgId, name, role, tokenHash: hashToken(token) })
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
