import { infiniteQueryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/lib/action-result'
import type { DeletedPage } from './schema'

export const deletedKeys = { list: (organization: string) => ['deleted', organization] as const }

/** What can be restored, page by page. */
export function deletedQuery(organization: string) {
  return infiniteQueryOptions({
    queryKey: deletedKeys.list(organization),
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams(pageParam ? { cursor: pageParam } : {})
      return fetchJson<DeletedPage>(
        `/api/organizations/${encodeURIComponent(organization)}/deleted?${query}`,
        { signal },
      )
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
}
