import { and, eq, isNull, sql } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { endpoints } from '@/db/schema'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { type AuthenticationType } from '@/lib/endpoints/schema'
import { authenticationFields } from '@/lib/endpoints/secret-fields'

export type EndpointsOverview = {
  count: number
  /** Whose last test failed. */
  failing: number
  /** Whose authentication lacks a secret that it would send. */
  needsSecret: number
}

export async function getEndpointsOverview(ctx: OrgContext): Promise<EndpointsOverview> {
  requireRole(ctx, 'viewer')
  const rows = await withOrg(ctx, (tx) =>
    tx
      .select({
        type: endpoints.authenticationType,
        failing: sql<boolean>`coalesce(${endpoints.lastTest} ->> 'ok' = 'false', false)`,
        fields: sql<string[]>`array(
          select s.field from endpoint_secrets s
          where s.organization_id = ${endpoints.organizationId} and s.endpoint_id = ${endpoints.id})`,
      })
      .from(endpoints)
      .where(and(eq(endpoints.organizationId, ctx.orgId), isNull(endpoints.deletedAt))),
  )
  const lacks = (type: AuthenticationType, fields: string[]) =>
    authenticationFields[type].some((field) => !fields.includes(field))
  const needsSecret = rows.filter((row) => lacks(row.type, row.fields))
  return {
    count: rows.length,
    needsSecret: needsSecret.length,
    failing: rows.filter((row) => row.failing && !needsSecret.includes(row)).length,
  }
}
