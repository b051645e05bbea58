import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useOrganization } from '@/components/shell/organization-context'
import { endpointQuery, endpointsQuery } from '@/lib/endpoints/queries'

/** One endpoint; what the list knows of it stands in until it has been read again. */
export function useEndpoint(id: string) {
  const { slug } = useOrganization()
  const queryClient = useQueryClient()
  return useQuery({
    ...endpointQuery(slug, id),
    placeholderData: () =>
      queryClient.getQueryData(endpointsQuery(slug).queryKey)?.find((endpoint) => endpoint.id === id),
  })
}
