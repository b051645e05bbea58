import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { RunsBrowser } from '@/components/runs/runs-browser'
import { Page } from '@/components/shell/page'
import { PageHeader } from '@/components/shell/page-header'
import { getPageContext } from '@/lib/auth/get-org-context'
import { listRuns } from '@/lib/runs/list-runs'
import { runsQuery } from '@/lib/runs/queries'
import { listRunsSchema } from '@/lib/runs/schema'

export const metadata: Metadata = { title: 'Runs' }

type Props = {
  params: Promise<{ organization: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

const filterSchema = listRunsSchema.pick({ flow: true, status: true })

export default async function RunsPage({ params, searchParams }: Props) {
  const { organization } = await params
  const ctx = await getPageContext(organization, `/${organization}/runs`)
  const { flow, status } = await searchParams
  // An address that was mistyped shows everything rather than nothing.
  const filter = filterSchema.safeParse({ flow, status }).data ?? {}
  const queryClient = new QueryClient()
  await queryClient.prefetchInfiniteQuery({
    ...runsQuery(organization, filter),
    queryFn: () => listRuns(ctx, listRunsSchema.parse(filter)),
  })
  return (
    <Page>
      <PageHeader title="Runs" description="What ran in all flows, newest first." />
      <HydrationBoundary state={dehydrate(queryClient)}>
        <RunsBrowser />
      </HydrationBoundary>
    </Page>
  )
}
