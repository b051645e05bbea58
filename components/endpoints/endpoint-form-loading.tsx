import type { UseQueryResult } from '@tanstack/react-query'
import { ErrorState } from '@/components/ui/error-state'
import { LoadingRegion, Skeleton } from '@/components/ui/skeleton'
import { problemOf } from './problem-of'

const fields = ['name', 'description', 'address', 'authentication', 'headers']

/** In place of an endpoint that is not there yet, or can't be loaded. */
export function EndpointFormLoading({ query }: { query: UseQueryResult<unknown> }) {
  if (query.isError) {
    const { message, requestId } = problemOf(query.error)
    return (
      <ErrorState
        title="Couldn’t load the endpoint"
        message={message}
        requestId={requestId}
        onRetry={() => void query.refetch()}
        level={3}
      />
    )
  }
  return (
    <LoadingRegion label="Loading endpoint…">
      <div className="flex flex-col gap-5">
        {fields.map((field) => (
          <div key={field} className="flex flex-col gap-1.5">
            <Skeleton className="h-4 w-24" />
            <Skeleton className="h-8 w-full" />
          </div>
        ))}
      </div>
    </LoadingRegion>
  )
}
