import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/lib/action-result'
import type { AuditAction, AuditPerson, ExportFormat, ShownAuditPage } from './schema'

/** The times are instants, and entries of `to` are not in it. */
export type AuditFilter = {
  action?: AuditAction | undefined
  actor?: string | undefined
  object?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

export const auditKeys = {
  all: (organization: string) => ['audit-log', organization] as const,
  list: (organization: string, filter: AuditFilter) =>
    [...auditKeys.all(organization), 'list', filter] as const,
  newest: (organization: string, filter: AuditFilter) =>
    [...auditKeys.all(organization), 'newest', filter] as const,
  people: (organization: string) => [...auditKeys.all(organization), 'people'] as const,
}

/** The same number on the server, whose first page is this query's. */
export const auditPageSize = 100

/** Newest first, a page at a time. Entries never change, so pages that are there are not asked for again. */
export function auditLogQuery(organization: string, filter: AuditFilter) {
  return infiniteQueryOptions({
    queryKey: auditKeys.list(organization, filter),
    queryFn: ({ pageParam, signal }) => fetchPage(organization, filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
}

/** The first page of `auditLogQuery`, looked at anew whenever its reader comes back to it. */
export function newestAuditLogQuery(organization: string, filter: AuditFilter) {
  return queryOptions({
    queryKey: auditKeys.newest(organization, filter),
    queryFn: ({ signal }) => fetchPage(organization, filter, null, signal),
    refetchOnWindowFocus: 'always',
  })
}

export function auditPeopleQuery(organization: string) {
  return queryOptions({
    queryKey: auditKeys.people(organization),
    queryFn: async ({ signal }) => {
      const { data } = await fetchJson<{ data: AuditPerson[] }>(`${auditPath(organization)}/people`, {
        signal,
      })
      return data
    },
  })
}

export function auditExportPath(organization: string, filter: AuditFilter, format: ExportFormat): string {
  return `${auditPath(organization)}/export?${toSearch({ format, ...filter })}`
}

function fetchPage(
  organization: string,
  filter: AuditFilter,
  cursor: string | null,
  signal: AbortSignal,
): Promise<ShownAuditPage> {
  const search = toSearch({ limit: String(auditPageSize), ...filter, cursor: cursor ?? undefined })
  return fetchJson<ShownAuditPage>(`${auditPath(organization)}?${search}`, { signal })
}

function auditPath(organization: string): string {
  return `/api/organizations/${encodeURIComponent(organization)}/audit-log`
}

function toSearch(values: Record<string, string | undefined>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) if (value !== undefined) search.set(name, value)
  return search.toString()
}
