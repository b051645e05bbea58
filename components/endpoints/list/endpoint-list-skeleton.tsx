import { LoadingRegion, Skeleton } from '@/components/ui/skeleton'

const rows = ['a', 'b', 'c', 'd', 'e', 'f']

export function EndpointListSkeleton({ label = 'Loading endpoints…' }: { label?: string }) {
  return (
    <LoadingRegion label={label} className="pb-3">
      <div className="divide-y divide-line">
        {rows.map((row) => (
          <div key={row} className="flex h-12 items-center gap-6 px-4">
            <Skeleton className="h-4 w-40" />
            <Skeleton className="h-4 w-56 max-md:hidden" />
            <Skeleton className="h-4 w-16 max-md:hidden" />
            <Skeleton className="h-4 w-20" />
            <Skeleton className="ml-auto h-4 w-24 max-md:hidden" />
          </div>
        ))}
      </div>
    </LoadingRegion>
  )
}
