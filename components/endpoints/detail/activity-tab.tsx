import { useQuery } from '@tanstack/react-query'
import { useOrganization } from '@/components/shell/organization-context'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { RelativeTime } from '@/components/ui/relative-time'
import { useFormat } from '@/components/ui/use-format'
import { endpointActivityQuery } from '@/lib/endpoints/queries'
import type { Endpoint } from '@/lib/endpoints/schema'
import { EndpointListSkeleton } from '../list/endpoint-list-skeleton'
import { problemOf } from '../problem-of'
import { activityText } from './activity-text'

/** What was done to this endpoint, newest first. Secrets are named, never shown. */
export function ActivityTab({ endpoint }: { endpoint: Endpoint }) {
  const { slug } = useOrganization()
  const { list } = useFormat()
  const { data, error, refetch } = useQuery(endpointActivityQuery(slug, endpoint.id))
  if (!data && error) {
    return (
      <ErrorState title="Couldn’t load the activity" {...problemOf(error)} onRetry={() => void refetch()} />
    )
  }
  if (!data) return <EndpointListSkeleton label="Loading activity…" />
  if (data.length === 0) return <EmptyState title="Nothing happened yet" />
  return (
    <Card>
      <ul aria-label="Activity" className="divide-y divide-line">
        {data.map((entry) => (
          <li key={entry.id} className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 py-2">
            <span className="min-w-0 break-words">
              <span className="font-medium">{entry.actor.name}</span> {activityText(entry, endpoint, list)}
            </span>
            <RelativeTime date={entry.at} className="text-xs text-muted" />
          </li>
        ))}
      </ul>
    </Card>
  )
}
