import Link from 'next/link'
import { useOrganization } from '@/components/shell/organization-context'
import { RelativeTime } from '@/components/ui/relative-time'
import { useFormat } from '@/components/ui/use-format'
import { isTerminal, type RunSummary } from '@/lib/runs/schema'
import { durationOf } from './duration-of'
import { RunStatusBadge } from './run-status'
import { runHref } from './run-url'
import { useNow } from './use-now'

/** The same as the table, for narrow windows. */
export function RunCards({ runs }: { runs: RunSummary[] }) {
  const { href } = useOrganization()
  const format = useFormat()
  const now = useNow(runs.some(({ status }) => !isTerminal(status)))
  return (
    <ul aria-label="Runs" className="divide-y divide-line">
      {runs.map((run) => (
        <li key={run.id} className="relative flex flex-col gap-1 p-4">
          <div className="flex items-center justify-between gap-3">
            <Link href={href(runHref(run))} className="truncate font-medium after:absolute after:inset-0">
              {run.flowName}
            </Link>
            <RunStatusBadge status={run.status} plain />
          </div>
          <p className="truncate text-xs text-muted">
            <RelativeTime date={run.createdAt} className="relative z-1" /> by {run.startedBy.name} ·{' '}
            {durationOf(run, now, format.duration)}
          </p>
          {run.error && <p className="line-clamp-2 text-xs text-muted">{run.error.message}</p>}
        </li>
      ))}
    </ul>
  )
}
