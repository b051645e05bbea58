import { LoadingRegion, Skeleton } from '@/components/ui/skeleton'

export function MemberListSkeleton() {
  return (
    <LoadingRegion label="Loading members…" className="pb-3">
      <div className="divide-y divide-line">
        {Array.from({ length: 4 }, (_, index) => (
          <div key={index} className="flex h-12 items-center gap-6 px-4">
            <Skeleton className="h-4 w-36" />
            <Skeleton className="h-4 flex-1 max-md:hidden" />
            <Skeleton className="h-7 w-28" />
            <Skeleton className="h-4 w-20 max-md:hidden" />
          </div>
        ))}
      </div>
    </LoadingRegion>
  )
}
