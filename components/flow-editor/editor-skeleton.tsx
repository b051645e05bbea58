import { LoadingRegion, Skeleton } from '@/components/ui/skeleton'

/** The editor's outline with a few cards, while the flow is on its way. */
export function EditorSkeleton() {
  return (
    <div className="flex h-dvh flex-col">
      <LoadingRegion label="Loading flow…">
        <div className="flex h-12 items-center gap-3 border-b border-line bg-surface px-3">
          <Skeleton className="size-8" />
          <Skeleton className="h-5 w-40" />
          <span className="flex-1" />
          <Skeleton className="h-8 w-64 max-md:hidden" />
          <Skeleton className="h-8 w-20" />
        </div>
        <div className="flex h-[calc(100dvh-3rem)]">
          <div className="grid flex-1 place-items-center">
            <div className="flex gap-20">
              <Skeleton className="h-20 w-60" />
              <Skeleton className="h-32 w-60 max-md:hidden" />
              <Skeleton className="h-20 w-60 max-xl:hidden" />
            </div>
          </div>
          <div className="w-[400px] border-l border-line bg-surface p-4 max-xl:hidden">
            <Skeleton className="h-6 w-48" />
            <Skeleton className="mt-6 h-8 w-full" />
            <Skeleton className="mt-4 h-8 w-full" />
          </div>
        </div>
      </LoadingRegion>
    </div>
  )
}
