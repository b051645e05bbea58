import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { FlowList } from '@/components/flows/flow-list'
import { getPageContext } from '@/lib/auth/get-org-context'
import { listFlows } from '@/lib/flows/list-flows'
import { flowsQuery } from '@/lib/flows/queries'

export const metadata: Metadata = { title: 'Flows' }

type Props = {
  params: Promise<{ organization: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function FlowsPage({ params, searchParams }: Props) {
  const { organization } = await params
  const { search: given } = await searchParams
  const search = typeof given === 'string' ? given.trim().slice(0, 200) : ''
  const ctx = await getPageContext(organization, `/${organization}/flows`)
  const page = await listFlows(ctx, { search, limit: 50 })
  const queryClient = new QueryClient()
  queryClient.setQueryData(flowsQuery(organization, { search }).queryKey, {
    pages: [page],
    pageParams: [null],
  })
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <FlowList />
    </HydrationBoundary>
  )
}
