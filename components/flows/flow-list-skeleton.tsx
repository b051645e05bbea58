import { LoadingRegion, Skeleton } from '@/components/ui/skeleton'

export function FlowListSkeleton() {
  return (
    <LoadingRegion label="Loading flows…">
      <div className="divide-y divide-line">
        {Array.from({ length: 6 }, (_, index) => (
          <div key={index} className="flex h-12 items-center gap-6 px-4">
            <Skeleton className="h-4 w-48" />
            <Skeleton className="h-4 w-24" />
            <Skeleton className="h-4 w-10 max-md:hidden" />
            <Skeleton className="h-4 flex-1 max-md:hidden" />
          </div>
        ))}
      </div>
    </LoadingRegion>
  )
}
