import { and, eq, isNull, sql } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { endpoints } from '@/db/schema'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { authenticationFields } from '@/lib/endpoints/secret-fields'
import { opens } from '@/lib/vault/opens'

export type EndpointsOverview = {
  count: number
  /** Whose last test failed. */
  failing: number
  /** Whose authentication lacks a secret that it would send, or has one that doesn’t open. */
  needsSecret: number
}

export async function getEndpointsOverview(ctx: OrgContext): Promise<EndpointsOverview> {
  requireRole(ctx, 'viewer')
  const rows = await withOrg(ctx, (tx) =>
    tx
      .select({
        id: endpoints.id,
        type: endpoints.authenticationType,
        failing: sql<boolean>`coalesce(${endpoints.lastTest} ->> 'ok' = 'false', false)`,
        sealed: sql<Record<string, string>>`(
          select coalesce(json_object_agg(s.field, s.sealed), '{}') from endpoint_secrets s
          where s.organization_id = ${endpoints.organizationId} and s.endpoint_id = ${endpoints.id})`,
      })
      .from(endpoints)
      .where(and(eq(endpoints.organizationId, ctx.orgId), isNull(endpoints.deletedAt))),
  )
  const isUsable = (endpointId: string, field: string, sealed: string | undefined) =>
    sealed !== undefined && opens(ctx.vault, sealed, { orgId: ctx.orgId, endpointId, field })
  const needsSecret = rows.filter(({ id, type, sealed }) =>
    authenticationFields[type].some((field) => !isUsable(id, field, sealed[field])),
  )
  return {
    count: rows.length,
    needsSecret: needsSecret.length,
    failing: rows.filter((row) => row.failing && !needsSecret.includes(row)).length,
  }
}
