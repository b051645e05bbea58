import type { MiddlewareHandler } from 'hono'
import type { OrgContext } from '@/lib/auth/context'
import { AppError } from '@/lib/errors'
import { callerAddress, type RequestMeta } from '@/lib/request-meta'
import type { Services } from '@/lib/services'
import { hashToken } from '@/lib/tokens/hash-token'
import type { ApiEnv } from './api'

/** Finds the organization and the role of the API token in `Authorization: Bearer slc_…`. */
export function authenticate(services: () => Services): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const { headers } = c.req.raw
    const meta = { requestId: c.get('requestId'), address: callerAddress(headers.get('x-forwarded-for')) }
    c.set('ctx', await findCaller(services(), headers.get('authorization'), meta))
    await next()
  }
}

/**
 * @param authorization the header as it came
 * @throws AppError `unauthenticated`
 */
export async function findCaller(
  parts: Services,
  authorization: string | null,
  meta: RequestMeta,
): Promise<OrgContext> {
  const [, token] = /^Bearer +(slc_[\w-]{43})$/i.exec(authorization ?? '') ?? []
  const ctx = token ? await findContext(parts, token, meta) : null
  if (!ctx) throw new AppError('unauthenticated', 'Send a valid API token: Authorization: Bearer slc_…')
  return ctx
}

async function findContext(parts: Services, token: string, meta: RequestMeta): Promise<OrgContext | null> {
  const found = await parts.reads.findToken(hashToken(token))
  if (!found) return null
  const { id, name, role, orgId, orgSlug } = found
  const { db, reads, vault, egress, sender, rateLimits, runStore, runQueue } = parts
  const { requestId, address } = meta
  // By name: a copy of objects of many shapes would be the dearest part of this.
  return {
    db,
    reads,
    vault,
    egress,
    sender,
    rateLimits,
    runStore,
    runQueue,
    orgId,
    orgSlug,
    actor: { type: 'token', id, name },
    role,
    requestId,
    address,
  }
}
