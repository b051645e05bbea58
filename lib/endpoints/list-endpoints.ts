import { and, asc, eq, or, type SQL, sql } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { endpoints } from '@/db/schema'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { decodeCursor, toPage } from '@/lib/cursor'
import { selectEndpoints, toEndpoint } from './read-endpoints'
import type { EndpointPage, ListEndpointsInput } from './schema'

const sortName = sql<string>`lower(${endpoints.name})`

/** A page of the organization's endpoints, by name. */
export async function listEndpoints(ctx: OrgContext, input: ListEndpointsInput): Promise<EndpointPage> {
  requireRole(ctx, 'viewer')
  const { search, auth, unused, limit, cursor } = input
  const after = cursor === undefined ? undefined : decodeCursor(cursor)
  const where = and(
    search ? matching(search) : undefined,
    auth ? eq(endpoints.authenticationType, auth) : undefined,
    unused ? isUnused : undefined,
    // Names are unique only among the living, so the id decides between equal ones.
    after ? sql`(${sortName}, ${endpoints.id}) > (lower(${after.value}), ${after.id}::uuid)` : undefined,
  )
  const rows = await withOrg(ctx, (tx) =>
    selectEndpoints(tx, ctx, where)
      .orderBy(asc(sortName), asc(endpoints.id))
      .limit(limit + 1),
  )
  const { page, nextCursor } = toPage(rows, limit, ({ name, id }) => ({ value: name, id }))
  return { data: page.map((row) => toEndpoint(row, ctx)), nextCursor }
}

function matching(search: string): SQL | undefined {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  return or(
    ...[endpoints.name, endpoints.description, endpoints.baseUrl].map(
      (column) => sql`${column} ilike ${pattern}`,
    ),
  )
}

const isUnused = sql`not exists (
  select from endpoint_uses u join flows f on f.organization_id = u.organization_id and f.id = u.flow_id
  where u.organization_id = endpoints.organization_id and u.endpoint_id = endpoints.id and f.deleted_at is null)`
