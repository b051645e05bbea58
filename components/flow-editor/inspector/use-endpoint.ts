import { useQuery } from '@tanstack/react-query'
import { useOrganization } from '@/components/shell/organization-context'
import { endpointsQuery } from '@/lib/endpoints/queries'
import type { Endpoint } from '@/lib/endpoints/schema'

/** An endpoint by its id; `undefined` while it isn’t known, and when there is none of that id. */
export function useEndpoint(id: string | null): Endpoint | undefined {
  const { slug } = useOrganization()
  const { data } = useQuery({
    ...endpointsQuery(slug),
    select: (endpoints) => endpoints.find((endpoint) => endpoint.id === id),
  })
  return data
}
