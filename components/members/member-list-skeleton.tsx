import { ListSkeleton } from '@/components/ui/list-skeleton'
import { Skeleton } from '@/components/ui/skeleton'

export function MemberListSkeleton() {
  return (
    <ListSkeleton label="Loading members…" rows={4} className="pb-3">
      <Skeleton className="h-4 w-36" />
      <Skeleton className="h-4 flex-1 max-md:hidden" />
      <Skeleton className="h-7 w-28" />
      <Skeleton className="h-4 w-20 max-md:hidden" />
    </ListSkeleton>
  )
}
