import { ListSkeleton } from '@/components/ui/list-skeleton'
import { Skeleton } from '@/components/ui/skeleton'

export function EndpointListSkeleton({ label = 'Loading endpoints…' }: { label?: string }) {
  return (
    <ListSkeleton label={label} rows={6} className="pb-3">
      <Skeleton className="h-4 w-40" />
      <Skeleton className="h-4 w-56 max-md:hidden" />
      <Skeleton className="h-4 w-16 max-md:hidden" />
      <Skeleton className="h-4 w-20" />
      <Skeleton className="ml-auto h-4 w-24 max-md:hidden" />
    </ListSkeleton>
  )
}
