import { RunStatusBadge } from '@/components/runs/run-status'
import { Badge } from '@/components/ui/badge'
import { useFormat } from '@/components/ui/use-format'
import { type FlowSummary } from '@/lib/flows/schema'
import type { RunStatus } from '@/lib/runs/schema'

type Props = { flow: FlowSummary }

export function LastRunStatus({ flow }: Props) {
  if (!flow.lastRun) return <span className="text-muted">Never run</span>
  // The column holds nothing else; the summary's type is wider because runs lie above flows.
  return <RunStatusBadge status={flow.lastRun.status as RunStatus} plain />
}

/** Whether programs can run it yet. */
export function PublishedBadge({ flow }: Props) {
  return flow.published === null ? <Badge>Draft</Badge> : null
}

export function EndpointNames({ flow }: Props) {
  const { list } = useFormat()
  if (flow.endpoints.length === 0) return <span>None</span>
  return (
    <span title={list(flow.endpoints.map(({ name }) => name))}>
      {list(flow.endpoints.map(({ name }) => name))}
    </span>
  )
}
