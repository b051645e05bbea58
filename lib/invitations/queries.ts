import { queryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/lib/action-result'
import type { Invitation } from './schema'

/** The invitations of an organization that nobody has used yet. For admins. */
export function invitationsQuery(organization: string) {
  return queryOptions({
    queryKey: ['invitations', organization],
    queryFn: async ({ signal }) => {
      const path = `/api/organizations/${encodeURIComponent(organization)}/invitations`
      return (await fetchJson<{ data: Invitation[] }>(path, { signal })).data
    },
  })
}
