import { useOrganization } from '@/components/shell/organization-context'
import { RelativeTime } from '@/components/ui/relative-time'
import { Cell, flexible, HeaderCell, Row, RowLink, Table, TableBody, TableHead } from '@/components/ui/table'
import { useFormat } from '@/components/ui/use-format'
import type { FlowSort, FlowSummary } from '@/lib/flows/schema'
import { cn } from '@/lib/utils'
import { FlowMenu } from './flow-menu'
import { EndpointNames, LastRunStatus, PublishedBadge } from './flow-facts'
import type { FlowListFilter } from './use-flow-filter'

export function FlowTable({ flows, filter }: { flows: FlowSummary[]; filter: FlowListFilter }) {
  const { href } = useOrganization()
  const { number } = useFormat()
  return (
    <Table label="Flows">
      <TableHead>
        <HeaderCell {...sortable('name')}>Name</HeaderCell>
        <HeaderCell {...sortable('lastRun')}>Last run</HeaderCell>
        <HeaderCell align="right">Steps</HeaderCell>
        <HeaderCell>Endpoints</HeaderCell>
        <HeaderCell {...sortable('updated')}>Updated</HeaderCell>
        <HeaderCell>
          <span className="sr-only">Actions</span>
        </HeaderCell>
      </TableHead>
      <TableBody>
        {flows.map((flow) => (
          <Row key={flow.id}>
            <Cell className={cn(flexible, 'w-2/3')}>
              <span className="flex min-w-0 items-center gap-2">
                <RowLink href={href(`/flows/${flow.id}`)} className="truncate">
                  {flow.name}
                </RowLink>
                <PublishedBadge flow={flow} />
              </span>
              {flow.description && <p className="truncate text-xs text-muted">{flow.description}</p>}
            </Cell>
            <Cell className="whitespace-nowrap">
              <span className="flex items-center gap-2">
                <LastRunStatus flow={flow} />
                {flow.lastRun && (
                  <RelativeTime date={flow.lastRun.at} className="relative z-1 text-xs text-muted" />
                )}
              </span>
            </Cell>
            <Cell align="right">{number(flow.stepCount)}</Cell>
            <Cell muted className={cn(flexible, 'w-1/3')}>
              <EndpointNames flow={flow} />
            </Cell>
            <Cell muted className="whitespace-nowrap">
              <RelativeTime date={flow.updatedAt} className="relative z-1" />
              <span className="block max-w-40 truncate text-xs">{flow.updatedBy}</span>
            </Cell>
            <Cell align="right" className="relative z-1 w-10">
              <FlowMenu flow={flow} />
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )

  function sortable(column: FlowSort) {
    const direction = filter.order === 'asc' ? ('ascending' as const) : ('descending' as const)
    return {
      sort: filter.sort === column ? direction : ('none' as const),
      onSort: () => filter.sortBy(column),
    }
  }
}
