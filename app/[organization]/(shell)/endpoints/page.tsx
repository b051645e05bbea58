import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { EndpointList } from '@/components/endpoints/endpoint-list'
import { getPageContext } from '@/lib/auth/get-org-context'
import { listEndpoints } from '@/lib/endpoints/list-endpoints'
import { collectEndpoints, endpointsQuery } from '@/lib/endpoints/queries'

export const metadata: Metadata = { title: 'API Endpoints' }

export default async function EndpointsPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params
  const ctx = await getPageContext(organization, `/${organization}/endpoints`)
  const endpoints = await collectEndpoints((cursor) => listEndpoints(ctx, { limit: 200, cursor }))
  const queryClient = new QueryClient()
  queryClient.setQueryData(endpointsQuery(organization).queryKey, endpoints)
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <EndpointList />
    </HydrationBoundary>
  )
}
