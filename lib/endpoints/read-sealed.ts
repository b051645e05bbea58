import { and, eq, isNull, sql } from 'drizzle-orm'
import { type Database, withOrg } from '@/db/client'
import { endpoints } from '@/db/schema'
import type { RedirectMode } from '@/lib/http/types'
import { isId } from '@/lib/new-id'
import type { SealedEndpoint } from './open-secrets'

/** What a call needs of an endpoint, its secrets still sealed. */
export type SealedRow = SealedEndpoint & {
  name: string
  version: number
  baseUrl: string
  connectTimeoutMs: number
  responseTimeoutMs: number
  redirects: RedirectMode
}

/** @returns null when there is no such endpoint in the organization, or no more */
export async function readSealed(of: { db: Database; orgId: string }, id: string): Promise<SealedRow | null> {
  if (!isId(id)) return null
  const [row] = await withOrg(of, (tx) =>
    tx
      .select({
        id: endpoints.id,
        name: endpoints.name,
        version: endpoints.version,
        baseUrl: endpoints.baseUrl,
        defaultHeaders: endpoints.defaultHeaders,
        authenticationType: endpoints.authenticationType,
        authenticationHeaderName: endpoints.authenticationHeaderName,
        connectTimeoutMs: endpoints.connectTimeoutMs,
        responseTimeoutMs: endpoints.responseTimeoutMs,
        redirects: endpoints.redirects,
        sealed: sql<Record<string, string>>`(
          select coalesce(json_object_agg(s.field, s.sealed), '{}') from endpoint_secrets s
          where s.organization_id = endpoints.organization_id and s.endpoint_id = endpoints.id)`,
      })
      .from(endpoints)
      .where(and(eq(endpoints.organizationId, of.orgId), eq(endpoints.id, id), isNull(endpoints.deletedAt))),
  )
  return row ?? null
}
