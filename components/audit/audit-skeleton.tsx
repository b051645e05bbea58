import { ListSkeleton } from '@/components/ui/list-skeleton'
import { Skeleton } from '@/components/ui/skeleton'

export function AuditSkeleton() {
  return (
    <ListSkeleton label="Loading the audit log…" rows={8} rowClassName="h-11" className="pb-3">
      <Skeleton className="h-4 w-20" />
      <Skeleton className="h-4 w-28 max-md:hidden" />
      <Skeleton className="h-4 w-72 max-w-1/2" />
      <Skeleton className="ml-auto h-4 w-20 max-md:hidden" />
    </ListSkeleton>
  )
}
