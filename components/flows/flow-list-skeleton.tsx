import { ListSkeleton } from '@/components/ui/list-skeleton'
import { Skeleton } from '@/components/ui/skeleton'

export function FlowListSkeleton() {
  return (
    <ListSkeleton label="Loading flows…" rows={6}>
      <Skeleton className="h-4 w-48" />
      <Skeleton className="h-4 w-24" />
      <Skeleton className="h-4 w-10 max-md:hidden" />
      <Skeleton className="h-4 flex-1 max-md:hidden" />
    </ListSkeleton>
  )
}
