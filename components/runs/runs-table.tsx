import { useOrganization } from '@/components/shell/organization-context'
import { RelativeTime } from '@/components/ui/relative-time'
import { Cell, HeaderCell, Row, RowLink, Table, TableBody, TableHead } from '@/components/ui/table'
import { useFormat } from '@/components/ui/use-format'
import { isTerminal, type RunSummary } from '@/lib/runs/schema'
import { RunStatusBadge } from './run-status'
import { useNow } from './use-now'

/** Runs of any flow; each row opens the run in its flow. */
export function RunsTable({ runs }: { runs: RunSummary[] }) {
  const { href } = useOrganization()
  const format = useFormat()
  const now = useNow(runs.some(({ status }) => !isTerminal(status)))
  return (
    <Table label="Runs" className="min-w-2xl">
      <TableHead>
        <HeaderCell>Status</HeaderCell>
        <HeaderCell>Flow</HeaderCell>
        <HeaderCell>Started</HeaderCell>
        <HeaderCell align="right">Duration</HeaderCell>
        <HeaderCell>By</HeaderCell>
        <HeaderCell>Error</HeaderCell>
      </TableHead>
      <TableBody>
        {runs.map((run) => (
          <Row key={run.id}>
            <Cell>
              <RunStatusBadge status={run.status} plain />
            </Cell>
            <Cell className="max-w-72 truncate">
              <RowLink href={href(`/flows/${run.flowId}?run=${run.id}&viewing=true&panel=run`)}>
                {run.flowName}
              </RowLink>
            </Cell>
            <Cell className="whitespace-nowrap">
              <RelativeTime date={run.createdAt} className="relative z-1" />
            </Cell>
            <Cell align="right" className="whitespace-nowrap">
              {durationOf(run, now, format.duration)}
            </Cell>
            <Cell className="max-w-40 truncate">{run.startedBy.name}</Cell>
            <Cell muted className="max-w-80 truncate">
              {run.error?.message}
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}

function durationOf(run: RunSummary, now: number, duration: (ms: number) => string): string {
  if (run.durationMs !== null) return duration(run.durationMs)
  return run.startedAt === null || isTerminal(run.status)
    ? '–'
    : duration(Math.max(0, now - Date.parse(run.startedAt)))
}
