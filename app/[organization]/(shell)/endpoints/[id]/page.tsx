import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { EndpointDetail } from '@/components/endpoints/endpoint-detail'
import { getPageContext } from '@/lib/auth/get-org-context'
import { getEndpoint } from '@/lib/endpoints/get-endpoint'
import { endpointQuery } from '@/lib/endpoints/queries'
import { AppError } from '@/lib/errors'

type Props = { params: Promise<{ organization: string; id: string }> }

/** Read once per request, for the title and the page. */
const loadEndpoint = cache(async (organization: string, id: string) => {
  const ctx = await getPageContext(organization, `/${organization}/endpoints/${id}`)
  return getEndpoint(ctx, { id }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') notFound()
    throw error
  })
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { organization, id } = await params
  const { name } = await loadEndpoint(organization, id)
  return { title: name }
}

export default async function EndpointPage({ params }: Props) {
  const { organization, id } = await params
  const endpoint = await loadEndpoint(organization, id)
  const queryClient = new QueryClient()
  queryClient.setQueryData(endpointQuery(organization, id).queryKey, endpoint)
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <EndpointDetail key={id} id={id} />
    </HydrationBoundary>
  )
}
