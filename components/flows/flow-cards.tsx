import Link from 'next/link'
import { useOrganization } from '@/components/shell/organization-context'
import { RelativeTime } from '@/components/ui/relative-time'
import { plural } from '@/lib/format'
import type { FlowSummary } from '@/lib/flows/schema'
import { EndpointNames, LastRunStatus, PublishedBadge } from './flow-facts'
import { FlowMenu } from './flow-menu'

/** The same as the table, for phones. */
export function FlowCards({ flows }: { flows: FlowSummary[] }) {
  const { href } = useOrganization()
  return (
    <ul aria-label="Flows" className="divide-y divide-line">
      {flows.map((flow) => (
        <li key={flow.id} className="relative flex items-start gap-2 p-4">
          <div className="min-w-0 flex-1">
            <div className="flex items-center gap-2">
              <Link
                href={href(`/flows/${flow.id}`)}
                className="truncate font-medium after:absolute after:inset-0"
              >
                {flow.name}
              </Link>
              <PublishedBadge flow={flow} />
            </div>
            {flow.description && <p className="mt-0.5 line-clamp-2 text-xs text-muted">{flow.description}</p>}
            <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
              <LastRunStatus flow={flow} />
              {flow.lastRun && (
                <RelativeTime date={flow.lastRun.at} className="relative z-1 text-xs text-muted" />
              )}
            </div>
            <p className="mt-1 truncate text-xs text-muted">
              {plural(flow.stepCount, 'step', 'steps')} · Endpoints: <EndpointNames flow={flow} />
            </p>
            <p className="mt-1 truncate text-xs text-muted">
              Updated <RelativeTime date={flow.updatedAt} className="relative z-1" /> by {flow.updatedBy}
            </p>
          </div>
          <div className="relative z-1">
            <FlowMenu flow={flow} />
          </div>
        </li>
      ))}
    </ul>
  )
}
