import { eq } from 'drizzle-orm'
import { type Database, narrowToOrganization, withScope } from '@/db/client'
import { apiTokens, organizations } from '@/db/schema'
import type { Role } from '@/lib/auth/roles'

/** What an API token stands for. */
export type FoundToken = { id: string; name: string; role: Role; orgId: string; orgSlug: string }

/** @returns null for the hash of no token */
export async function findToken({ db }: { db: Database }, tokenHash: string): Promise<FoundToken | null> {
  return withScope(db, { tokenHash }, async (tx) => {
    const [token] = await tx
      .select({
        id: apiTokens.id,
        name: apiTokens.name,
        role: apiTokens.role,
        orgId: apiTokens.organizationId,
      })
      .from(apiTokens)
      .where(eq(apiTokens.tokenHash, tokenHash))
    if (!token) return null
    await narrowToOrganization(tx, token.orgId)
    const [organization] = await tx
      .select({ slug: organizations.slug })
      .from(organizations)
      .where(eq(organizations.id, token.orgId))
    return organization ? { ...token, orgSlug: organization.slug } : null
  })
}
