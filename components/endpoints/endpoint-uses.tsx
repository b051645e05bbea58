'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useOrganization } from '@/components/shell/organization-context'
import { Button } from '@/components/ui/button'
import { Spinner } from '@/components/ui/spinner'
import { endpointUsageQuery } from '@/lib/endpoints/queries'
import { plural } from '@/lib/format'
import { problemOf } from './problem-of'

/** Links to the flows that use an endpoint: at most `limit` of them, and how many more there are. */
export function EndpointUses({ endpointId, limit = 5 }: { endpointId: string; limit?: number }) {
  const { slug, href } = useOrganization()
  const { data, error, refetch } = useQuery(endpointUsageQuery(slug, endpointId))
  if (!data && error) {
    return (
      <div className="flex flex-col items-start gap-2">
        <p className="text-danger">Couldn’t load the flows. {problemOf(error).message}</p>
        <Button size="sm" onClick={() => void refetch()}>
          Retry
        </Button>
      </div>
    )
  }
  if (!data) return <Spinner label="Loading flows…" />
  if (data.length === 0) return <p className="text-muted">No flow uses it.</p>
  return (
    <>
      <ul className="flex flex-col gap-1">
        {data.slice(0, limit).map(({ flowId, flowName, steps }) => (
          <li key={flowId} className="min-w-0">
            <Link
              href={href(`/flows/${flowId}`)}
              className="block truncate rounded-sm py-0.5 font-medium text-accent-ink hover:underline"
            >
              {flowName}
            </Link>
            <span className="block truncate text-xs text-muted">
              {plural(steps.length, 'step', 'steps')}:{' '}
              {steps.map(({ label }) => label || 'API Call').join(', ')}
            </span>
          </li>
        ))}
      </ul>
      {data.length > limit && <p className="mt-1 text-xs text-muted">and {data.length - limit} more</p>}
    </>
  )
}
