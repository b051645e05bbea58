import { useQuery } from '@tanstack/react-query'
import { useOrganization } from '@/components/shell/organization-context'
import { endpointsQuery } from '@/lib/endpoints/queries'
import type { Endpoint } from '@/lib/endpoints/schema'

/**
 * The organization's endpoints, for names on the canvas. Steps keep only ids. `complete` says that an id
 * that is not in the list does not exist.
 */
export function useEndpointList(): { endpoints: Endpoint[]; complete: boolean } {
  const { slug } = useOrganization()
  const { data } = useQuery(endpointsQuery(slug, { limit: 200 }))
  return { endpoints: data?.data ?? [], complete: data !== undefined && data.nextCursor === null }
}

/** The name of an endpoint; `undefined` while it isn't known. */
export function useEndpointName(id: string | null): string | undefined {
  const { slug } = useOrganization()
  const { data } = useQuery({
    ...endpointsQuery(slug, { limit: 200 }),
    select: (page) => page.data.find((endpoint) => endpoint.id === id)?.name,
  })
  return data
}
