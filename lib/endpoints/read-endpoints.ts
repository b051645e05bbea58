import { and, eq, getTableColumns, isNull, type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { endpoints } from '@/db/schema'
import type { OrgContext } from '@/lib/auth/context'
import { notFound } from '@/lib/errors'
import { isId } from '@/lib/new-id'
import { opens } from '@/lib/vault/opens'
import type { Endpoint } from './schema'
import { type SecretStamp, secretState } from './secret-state'
import { authenticationFields, headerField } from './secret-fields'

/** Everything about an endpoint that may be shown, and its sealed secrets, to see whether they open. */
const columns = {
  ...getTableColumns(endpoints),
  secrets: sql<StoredSecret[]>`(
    select coalesce(json_agg(json_build_object('sealed', s.sealed,
      'field', s.field, 'fingerprint', s.fingerprint, 'setAt', s.set_at, 'setBy', s.set_by)), '[]')
    from endpoint_secrets s
    where s.organization_id = endpoints.organization_id and s.endpoint_id = endpoints.id)`,
  usedBy: sql<number>`(
    select count(distinct u.flow_id)::int
    from endpoint_uses u join flows f on f.organization_id = u.organization_id and f.id = u.flow_id
    where u.organization_id = endpoints.organization_id and u.endpoint_id = endpoints.id
      and f.deleted_at is null)`,
}

type StoredSecret = SecretStamp & { sealed: string }
export type EndpointRow = typeof endpoints.$inferSelect & { secrets: StoredSecret[]; usedBy: number }

/** Endpoints of the organization that are not deleted; `where` narrows them further. */
export function selectEndpoints(tx: Transaction, ctx: OrgContext, where?: SQL) {
  return tx
    .select(columns)
    .from(endpoints)
    .where(and(eq(endpoints.organizationId, ctx.orgId), isNull(endpoints.deletedAt), where))
    .$dynamic()
}

/** @throws AppError `not_found` */
export async function readEndpoint(tx: Transaction, ctx: OrgContext, id: string): Promise<Endpoint> {
  const [row] = isId(id) ? await selectEndpoints(tx, ctx, eq(endpoints.id, id)) : []
  if (!row) throw notFound()
  return toEndpoint(row, ctx)
}

/**
 * Fingerprints are for admins, who compare keys with them; others only see that a secret is set. One that
 * no key opens is not: it has to be entered again, and the rest of the list works.
 */
export function toEndpoint(
  row: EndpointRow,
  { role, vault, orgId }: Pick<OrgContext, 'role' | 'vault' | 'orgId'>,
): Endpoint {
  const withFingerprint = role === 'admin'
  const secrets = row.secrets.filter(({ sealed, field }) =>
    opens(vault, sealed, { orgId, endpointId: row.id, field }),
  )
  const { authenticationType: type, authenticationHeaderName: headerName } = row
  const header = ({ name, ...rest }: EndpointRow['defaultHeaders'][number]) =>
    rest.secret
      ? { name, secret: true, value: null, ...secretState(secrets, [headerField(name)], withFingerprint) }
      : { name, secret: false, value: rest.value }
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    baseUrl: row.baseUrl,
    defaultHeaders: row.defaultHeaders.map(header),
    authentication: {
      type,
      ...(headerName === null ? {} : { headerName }),
      ...secretState(secrets, authenticationFields[type], withFingerprint),
    },
    connectTimeoutSeconds: row.connectTimeoutMs / 1000,
    responseTimeoutSeconds: row.responseTimeoutMs / 1000,
    allowInsecure: row.allowInsecure,
    redirects: row.redirects,
    isDemo: row.isDemo,
    usedBy: row.usedBy,
    lastTest: row.lastTest,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    updatedAt: row.updatedAt.toISOString(),
    updatedBy: row.updatedBy,
  }
}
