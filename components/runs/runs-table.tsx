import { useOrganization } from '@/components/shell/organization-context'
import { RelativeTime } from '@/components/ui/relative-time'
import { Cell, flexible, HeaderCell, Row, RowLink, Table, TableBody, TableHead } from '@/components/ui/table'
import { useFormat } from '@/components/ui/use-format'
import { isTerminal, type RunSummary } from '@/lib/runs/schema'
import { cn } from '@/lib/utils'
import { durationOf } from './duration-of'
import { RunStatusBadge } from './run-status'
import { runHref } from './run-url'
import { useNow } from './use-now'

/** Runs of any flow; each row opens the run in its flow. */
export function RunsTable({ runs }: { runs: RunSummary[] }) {
  const { href } = useOrganization()
  const format = useFormat()
  const now = useNow(runs.some(({ status }) => !isTerminal(status)))
  return (
    <Table label="Runs">
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
            <Cell className={cn(flexible, 'w-1/3')}>
              <RowLink href={href(runHref(run))}>{run.flowName}</RowLink>
            </Cell>
            <Cell className="whitespace-nowrap">
              <RelativeTime date={run.createdAt} className="relative z-1" />
            </Cell>
            <Cell align="right" className="whitespace-nowrap">
              {durationOf(run, now, format.duration)}
            </Cell>
            <Cell className="max-w-40 truncate">{run.startedBy.name}</Cell>
            <Cell muted className={cn(flexible, 'w-2/3')}>
              {run.error?.message}
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}
