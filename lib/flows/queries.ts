import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/lib/action-result'
import type { Flow, FlowPage, ListFlowsInput } from './schema'

/** Keys nest: invalidating `all` reaches every list and flow of an organization. */
export const flowKeys = {
  all: (organization: string) => ['flows', organization] as const,
  lists: (organization: string) => [...flowKeys.all(organization), 'list'] as const,
  list: (organization: string, filter: FlowFilter) => [...flowKeys.lists(organization), filter] as const,
  detail: (organization: string, id: string) => [...flowKeys.all(organization), 'detail', id] as const,
}

export type FlowFilter = Partial<Omit<ListFlowsInput, 'limit' | 'cursor'>>

/** Flows as the filter has them, page by page. */
export function flowsQuery(organization: string, filter: FlowFilter) {
  return infiniteQueryOptions({
    queryKey: flowKeys.list(organization, filter),
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams()
      for (const [name, value] of Object.entries(filter)) if (value) query.set(name, value)
      if (pageParam) query.set('cursor', pageParam)
      return fetchJson<FlowPage>(`${flowsPath(organization)}?${query}`, { signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
}

/** One flow with its draft. It fills an editor, so it is not fetched again behind the person's back. */
export function flowQuery(organization: string, id: string) {
  return queryOptions({
    queryKey: flowKeys.detail(organization, id),
    queryFn: ({ signal }) =>
      fetchJson<Flow>(`${flowsPath(organization)}/${encodeURIComponent(id)}`, { signal }),
    refetchOnWindowFocus: false,
  })
}

function flowsPath(organization: string): string {
  return `/api/organizations/${encodeURIComponent(organization)}/flows`
}
