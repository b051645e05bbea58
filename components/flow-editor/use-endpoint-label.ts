import { useQuery } from '@tanstack/react-query'
import { useOrganization } from '@/components/shell/organization-context'
import { endpointsQuery } from '@/lib/endpoints/queries'

/** What a step says about its endpoint. Empty for a moment, until the list is there. */
export function useEndpointLabel(id: string | null): string {
  const { slug } = useOrganization()
  const { data: name } = useQuery({
    ...endpointsQuery(slug),
    select: (endpoints) =>
      endpoints.find((endpoint) => endpoint.id === id)?.name ?? 'Endpoint no longer available',
  })
  return id === null ? 'Choose an endpoint' : (name ?? '')
}
