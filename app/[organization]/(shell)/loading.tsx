import { Page } from '@/components/shell/page'
import { LoadingRegion, Skeleton } from '@/components/ui/skeleton'

export default function Loading() {
  return (
    <Page>
      <LoadingRegion label="Loading…">
        <Skeleton className="h-7 w-48" />
        <Skeleton className="mt-6 h-64 w-full" />
      </LoadingRegion>
    </Page>
  )
}
