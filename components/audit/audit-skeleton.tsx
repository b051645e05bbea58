import { LoadingRegion, Skeleton } from '@/components/ui/skeleton'

const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

export function AuditSkeleton() {
  return (
    <LoadingRegion label="Loading the audit log…" className="pb-3">
      <div className="divide-y divide-line">
        {rows.map((row) => (
          <div key={row} className="flex h-11 items-center gap-6 px-4">
            <Skeleton className="h-4 w-20" />
            <Skeleton className="h-4 w-28 max-md:hidden" />
            <Skeleton className="h-4 w-72 max-w-1/2" />
            <Skeleton className="ml-auto h-4 w-20 max-md:hidden" />
          </div>
        ))}
      </div>
    </LoadingRegion>
  )
}
