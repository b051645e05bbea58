import { queryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/lib/action-result'
import type { AuditEntry } from '@/lib/audit/schema'
import type { Endpoint, EndpointPage, EndpointUse } from './schema'

/** Keys nest: invalidating `all` reaches everything that is known of an organization's endpoints. */
export const endpointKeys = {
  all: (organization: string) => ['endpoints', organization] as const,
  list: (organization: string) => [...endpointKeys.all(organization), 'list'] as const,
  detail: (organization: string, id: string) => [...endpointKeys.all(organization), 'detail', id] as const,
  usage: (organization: string, id: string) => [...endpointKeys.detail(organization, id), 'usage'] as const,
  activity: (organization: string, id: string) =>
    [...endpointKeys.detail(organization, id), 'activity'] as const,
}

/**
 * Every endpoint of an organization. They are few and small, and the list, the drawer, the picker and
 * the names on the canvas all read this one entry: an id that is not in it does not exist. Searching,
 * filtering and sorting happen on it without asking the server.
 */
export function endpointsQuery(organization: string) {
  return queryOptions({
    queryKey: endpointKeys.list(organization),
    queryFn: ({ signal }) =>
      collectEndpoints((cursor) => {
        const query = new URLSearchParams({ limit: '200', ...(cursor ? { cursor } : {}) })
        return fetchJson<EndpointPage>(`${endpointsPath(organization)}?${query}`, { signal })
      }),
  })
}

/** Asks for page after page, from the first to the last. */
export async function collectEndpoints(
  fetchPage: (cursor: string | undefined) => Promise<EndpointPage>,
): Promise<Endpoint[]> {
  const endpoints: Endpoint[] = []
  let cursor: string | undefined
  do {
    const page = await fetchPage(cursor)
    endpoints.push(...page.data)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return endpoints
}

/** One endpoint, without its secrets. It fills a form, so it is not fetched again behind the person's back. */
export function endpointQuery(organization: string, id: string) {
  return queryOptions({
    queryKey: endpointKeys.detail(organization, id),
    queryFn: ({ signal }) => fetchJson<Endpoint>(endpointPath(organization, id), { signal }),
    refetchOnWindowFocus: false,
  })
}

/** The flows that use an endpoint, draft or published. */
export function endpointUsageQuery(organization: string, id: string) {
  return queryOptions({
    queryKey: endpointKeys.usage(organization, id),
    queryFn: async ({ signal }) => {
      const { data } = await fetchJson<{ data: EndpointUse[] }>(`${endpointPath(organization, id)}/usage`, {
        signal,
      })
      return data
    },
  })
}

/** What was done to an endpoint, newest first. Never a value. */
export function endpointActivityQuery(organization: string, id: string) {
  return queryOptions({
    queryKey: endpointKeys.activity(organization, id),
    queryFn: async ({ signal }) => {
      const { data } = await fetchJson<{ data: AuditEntry[] }>(`${endpointPath(organization, id)}/activity`, {
        signal,
      })
      return data
    },
  })
}

export function endpointsPath(organization: string): string {
  return `/api/organizations/${encodeURIComponent(organization)}/endpoints`
}

function endpointPath(organization: string, id: string): string {
  return `${endpointsPath(organization)}/${encodeURIComponent(id)}`
}
