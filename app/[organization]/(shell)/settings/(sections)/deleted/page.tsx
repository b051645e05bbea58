import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { RecentlyDeleted } from '@/components/settings/recently-deleted'
import { getPageContext } from '@/lib/auth/get-org-context'
import { listDeleted } from '@/lib/deleted/list-deleted'
import { deletedQuery } from '@/lib/deleted/queries'
import { listDeletedSchema } from '@/lib/deleted/schema'

export const metadata: Metadata = { title: 'Recently deleted' }

export default async function RecentlyDeletedPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params
  const ctx = await getPageContext(organization, `/${organization}/settings/deleted`)
  const queryClient = new QueryClient()
  await queryClient.prefetchInfiniteQuery({
    ...deletedQuery(organization),
    queryFn: () => listDeleted(ctx, listDeletedSchema.parse({})),
  })
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <RecentlyDeleted />
    </HydrationBoundary>
  )
}
