import { queryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/lib/action-result'
import type { ApiToken } from './schema'

/** The API tokens of an organization; for its admins. */
export function tokensQuery(organization: string) {
  return queryOptions({
    queryKey: ['tokens', organization] as const,
    queryFn: async ({ signal }) => {
      const path = `/api/organizations/${encodeURIComponent(organization)}/tokens`
      const { data } = await fetchJson<{ data: ApiToken[] }>(path, { signal })
      return data
    },
  })
}
