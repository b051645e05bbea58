import { Page } from '@/components/shell/page'
import { LoadingRegion, Skeleton } from '@/components/ui/skeleton'

export default function Loading() {
  return (
    <Page>
      <LoadingRegion label="Loading endpoint…">
        <Skeleton className="h-4 w-28" />
        <Skeleton className="mt-2 h-7 w-64" />
        <Skeleton className="mt-6 h-9 w-72" />
        <Skeleton className="mt-5 h-96 w-full" />
      </LoadingRegion>
    </Page>
  )
}
