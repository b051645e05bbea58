import { ErrorState } from '@/components/ui/error-state'
import { LoadingRegion, Skeleton } from '@/components/ui/skeleton'
import { ActionError } from '@/lib/action-result'

export function RunsSkeleton() {
  return (
    <LoadingRegion label="Loading runs…">
      <div className="flex flex-col gap-2 p-3">
        {['a', 'b', 'c', 'd', 'e'].map((row) => (
          <Skeleton key={row} className="h-8 w-full" />
        ))}
      </div>
    </LoadingRegion>
  )
}

export function RunsError({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <ErrorState
      title="Couldn’t load the runs"
      message={error.message}
      requestId={error instanceof ActionError ? error.body.requestId : undefined}
      onRetry={onRetry}
    />
  )
}
