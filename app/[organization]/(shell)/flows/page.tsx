import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { FlowList } from '@/components/flows/flow-list'
import { getPageContext } from '@/lib/auth/get-org-context'
import { listFlows } from '@/lib/flows/list-flows'
import { flowsQuery } from '@/lib/flows/queries'
import { firstFlowOrder, listFlowsSchema } from '@/lib/flows/schema'

export const metadata: Metadata = { title: 'Flows' }

const filterSchema = listFlowsSchema.omit({ limit: true, cursor: true }).strip()

type Props = {
  params: Promise<{ organization: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function FlowsPage({ params, searchParams }: Props) {
  const { organization } = await params
  const asked = filterSchema.safeParse(await searchParams)
  const ctx = await getPageContext(organization, `/${organization}/flows`)
  const queryClient = new QueryClient()
  // A link with a filter that we don't know is for the list itself to explain.
  if (asked.success) {
    const { search = '', sort, order = firstFlowOrder[sort], ...others } = asked.data
    const filter = { ...others, search, sort, order }
    queryClient.setQueryData(flowsQuery(organization, filter).queryKey, {
      pages: [await listFlows(ctx, { ...filter, limit: 50 })],
      pageParams: [null],
    })
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <FlowList />
    </HydrationBoundary>
  )
}
