import { eq } from 'drizzle-orm'
import type { MiddlewareHandler } from 'hono'
import { narrowToOrganization, withScope } from '@/db/client'
import { apiTokens, organizations } from '@/db/schema'
import type { OrgContext } from '@/lib/auth/context'
import { AppError } from '@/lib/errors'
import { type RequestMeta, requestMeta } from '@/lib/request-meta'
import type { Services } from '@/lib/services'
import { hashToken } from '@/lib/tokens/hash-token'
import type { ApiEnv } from './api'

/** Finds the organization and the role of the API token in `Authorization: Bearer slc_…`. */
export function authenticate(services: () => Services): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const [, token] = /^Bearer +(slc_[\w-]{43})$/i.exec(c.req.header('authorization') ?? '') ?? []
    const meta = { ...requestMeta(c.req.raw.headers), requestId: c.get('requestId') }
    const ctx = token ? await findContext(services(), token, meta) : null
    if (!ctx) throw new AppError('unauthenticated', 'Send a valid API token: Authorization: Bearer slc_…')
    c.set('ctx', ctx)
    await next()
  }
}

async function findContext(parts: Services, token: string, meta: RequestMeta): Promise<OrgContext | null> {
  const tokenHash = hashToken(token)
  return withScope(parts.db, { tokenHash }, async (tx) => {
    const [found] = await tx.select().from(apiTokens).where(eq(apiTokens.tokenHash, tokenHash))
    if (!found) return null
    const { id, name, role, organizationId: orgId } = found
    await narrowToOrganization(tx, orgId)
    const [organization] = await tx
      .select({ slug: organizations.slug })
      .from(organizations)
      .where(eq(organizations.id, orgId))
    if (!organization) return null
    return { ...parts, ...meta, orgId, orgSlug: organization.slug, actor: { type: 'token', id, name }, role }
  })
}
