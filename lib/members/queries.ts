import { queryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/lib/action-result'
import type { Member } from './schema'

/** Everybody in an organization. Searching happens on it without asking the server. */
export function membersQuery(organization: string) {
  return queryOptions({
    queryKey: ['members', organization],
    queryFn: async ({ signal }) => {
      const path = `/api/organizations/${encodeURIComponent(organization)}/members`
      return (await fetchJson<{ data: Member[] }>(path, { signal })).data
    },
  })
}
