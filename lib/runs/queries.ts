import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/lib/action-result'
import type { Run, RunPage, RunStatus } from './schema'

export type RunFilter = { flow?: string; status?: RunStatus }

/** Every key names its organization: two of them may be open in one tab after another. */
export const runKeys = {
  all: (organization: string) => ['runs', organization] as const,
  lists: (organization: string) => ['runs', organization, 'list'] as const,
  list: (organization: string, filter: RunFilter) => ['runs', organization, 'list', filter] as const,
  newest: (organization: string, filter: RunFilter) => ['runs', organization, 'newest', filter] as const,
  detail: (organization: string, id: string) => ['runs', organization, 'detail', id] as const,
}

/** Newest first, a page at a time. */
export function runsQuery(organization: string, filter: RunFilter) {
  return infiniteQueryOptions({
    queryKey: runKeys.list(organization, filter),
    queryFn: ({ pageParam, signal }) =>
      fetchJson<RunPage>(`${runsPath(organization)}?${toSearch(filter, pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
}

/** The first page of `runsQuery`, asked for again and again to see what became of it. */
export function newestRunsQuery(organization: string, filter: RunFilter) {
  return queryOptions({
    queryKey: runKeys.newest(organization, filter),
    queryFn: ({ signal }) =>
      fetchJson<RunPage>(`${runsPath(organization)}?${toSearch(filter, null)}`, { signal }),
    refetchInterval: 5_000,
    staleTime: 0,
  })
}

/** One run with its steps and bodies. */
export function runQuery(organization: string, id: string) {
  return queryOptions({
    queryKey: runKeys.detail(organization, id),
    queryFn: ({ signal }) =>
      fetchJson<Run>(`${runsPath(organization)}/${encodeURIComponent(id)}`, { signal }),
  })
}

export function runsPath(organization: string): string {
  return `/api/organizations/${encodeURIComponent(organization)}/runs`
}

function toSearch(filter: RunFilter, cursor: string | null): string {
  const search = new URLSearchParams()
  if (filter.flow) search.set('flow', filter.flow)
  if (filter.status) search.set('status', filter.status)
  if (cursor) search.set('cursor', cursor)
  return search.toString()
}
