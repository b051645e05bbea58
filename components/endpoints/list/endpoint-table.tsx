import { useRouter } from 'next/navigation'
import { useOrganization } from '@/components/shell/organization-context'
import { Badge } from '@/components/ui/badge'
import { RelativeTime } from '@/components/ui/relative-time'
import { Cell, flexible, HeaderCell, Row, RowLink, Table, TableBody, TableHead } from '@/components/ui/table'
import type { Endpoint } from '@/lib/endpoints/schema'
import { cn } from '@/lib/utils'
import { shortAuthenticationNames } from '../authentication-names'
import { SelectEndpoint } from '../bulk/select-endpoint'
import type { Selection } from '../bulk/use-selection'
import { EndpointMenu } from '../endpoint-menu'
import { EndpointStatusBadge } from '../endpoint-status-badge'
import type { EndpointSort } from '../match-endpoints'
import { UsedByButton } from '../used-by-button'
import { BaseUrlText } from './base-url-text'
import type { ListFilter } from './use-list-filter'

export type EndpointRowActions = {
  onTest: (endpoint: Endpoint) => void
  onDelete: (endpoint: Endpoint) => void
  selection: Selection
}

type EndpointTableProps = EndpointRowActions & { endpoints: Endpoint[]; filter: ListFilter }

export function EndpointTable({ endpoints, filter, onTest, onDelete, selection }: EndpointTableProps) {
  const { href } = useOrganization()
  const router = useRouter()
  return (
    <Table label="API endpoints">
      <TableHead>
        <HeaderCell>
          <span className="sr-only">Selected</span>
        </HeaderCell>
        <HeaderCell {...sortable('name')}>Name</HeaderCell>
        <HeaderCell>Base URL</HeaderCell>
        <HeaderCell>Auth</HeaderCell>
        <HeaderCell {...sortable('status')}>Status</HeaderCell>
        <HeaderCell {...sortable('used')}>Used by</HeaderCell>
        <HeaderCell {...sortable('updated')} className="max-xl:hidden">
          Updated
        </HeaderCell>
        <HeaderCell>
          <span className="sr-only">Actions</span>
        </HeaderCell>
      </TableHead>
      <TableBody>
        {endpoints.map((endpoint) => (
          <Row key={endpoint.id}>
            <Cell className="relative z-1 w-8 pr-0">
              <SelectEndpoint endpoint={endpoint} selection={selection} />
            </Cell>
            <Cell className={cn(flexible, 'w-1/2')}>
              <span className="flex min-w-0 items-center gap-2">
                <RowLink href={href(`/endpoints/${endpoint.id}`)} className="truncate">
                  {endpoint.name}
                </RowLink>
                {endpoint.isDemo && <Badge>Demo</Badge>}
              </span>
              {endpoint.description && <p className="truncate text-xs text-muted">{endpoint.description}</p>}
            </Cell>
            <Cell className={cn(flexible, 'w-1/2')}>
              <BaseUrlText baseUrl={endpoint.baseUrl} />
            </Cell>
            <Cell className="whitespace-nowrap">
              {shortAuthenticationNames[endpoint.authentication.type]}
            </Cell>
            <Cell className="whitespace-nowrap">
              <span className="relative z-1 flex">
                <EndpointStatusBadge endpoint={endpoint} withAge />
              </span>
            </Cell>
            <Cell className="whitespace-nowrap">
              <span className="relative z-1 flex">
                <UsedByButton endpoint={endpoint} />
              </span>
            </Cell>
            <Cell muted className="whitespace-nowrap max-xl:hidden">
              <RelativeTime date={endpoint.updatedAt} className="relative z-1" />
              <span className="block max-w-40 truncate text-xs">{endpoint.updatedBy}</span>
            </Cell>
            <Cell align="right" className="relative z-1 w-10">
              <EndpointMenu
                endpoint={endpoint}
                open={{ label: 'Open', onClick: () => router.push(href(`/endpoints/${endpoint.id}`)) }}
                onTest={() => onTest(endpoint)}
                onDelete={() => onDelete(endpoint)}
              />
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )

  function sortable(column: EndpointSort) {
    const direction = filter.order === 'asc' ? ('ascending' as const) : ('descending' as const)
    return {
      sort: filter.sort === column ? direction : ('none' as const),
      onSort: () => filter.sortBy(column),
    }
  }
}
