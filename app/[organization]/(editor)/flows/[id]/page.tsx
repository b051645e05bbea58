import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { FlowEditor } from '@/components/flow-editor/flow-editor'
import { getPageContext } from '@/lib/auth/get-org-context'
import { listEndpoints } from '@/lib/endpoints/list-endpoints'
import { collectEndpoints, endpointsQuery } from '@/lib/endpoints/queries'
import { AppError } from '@/lib/errors'
import { getFlow } from '@/lib/flows/get-flow'
import { flowQuery } from '@/lib/flows/queries'

type Props = { params: Promise<{ organization: string; id: string }> }

/** Read once per request, for the title and the page. */
const loadFlow = cache(async (organization: string, id: string) => {
  const ctx = await getPageContext(organization, `/${organization}/flows/${id}`)
  const flow = await getFlow(ctx, { id }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') notFound()
    throw error
  })
  return { ctx, flow }
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { organization, id } = await params
  const { flow } = await loadFlow(organization, id)
  return { title: flow.name }
}

export default async function FlowPage({ params }: Props) {
  const { organization, id } = await params
  const { ctx, flow } = await loadFlow(organization, id)
  const endpoints = await collectEndpoints((cursor) => listEndpoints(ctx, { limit: 200, cursor }))
  const queryClient = new QueryClient()
  queryClient.setQueryData(flowQuery(organization, id).queryKey, flow)
  queryClient.setQueryData(endpointsQuery(organization).queryKey, endpoints)
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <FlowEditor flowId={flow.id} />
    </HydrationBoundary>
  )
}
