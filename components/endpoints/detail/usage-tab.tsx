import { useQuery } from '@tanstack/react-query'
import { useOrganization } from '@/components/shell/organization-context'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button-link'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Cell, HeaderCell, Row, RowLink, Table, TableBody, TableHead } from '@/components/ui/table'
import Link from 'next/link'
import { endpointUsageQuery } from '@/lib/endpoints/queries'
import type { Endpoint, EndpointUse } from '@/lib/endpoints/schema'
import { EndpointListSkeleton } from '../list/endpoint-list-skeleton'
import { problemOf } from '../problem-of'

const stageNames = { draft: 'Draft', published: 'Published' } as const

/** The flows and steps that call through this endpoint. */
export function UsageTab({ endpoint }: { endpoint: Endpoint }) {
  const { slug, href } = useOrganization()
  const { data, error, refetch } = useQuery(endpointUsageQuery(slug, endpoint.id))
  if (!data && error) {
    return <ErrorState title="Couldn’t load the flows" {...problemOf(error)} onRetry={() => void refetch()} />
  }
  if (!data) return <EndpointListSkeleton label="Loading flows…" />
  if (data.length === 0) {
    return (
      <EmptyState
        title="No flow uses this endpoint"
        actions={<ButtonLink href={href('/flows')}>Go to the flows</ButtonLink>}
      >
        Pick it in an API Call of a flow.
      </EmptyState>
    )
  }
  return (
    <Card>
      <Table label="Flows that use this endpoint">
        <TableHead>
          <HeaderCell>Flow</HeaderCell>
          <HeaderCell>Steps</HeaderCell>
          <HeaderCell>Version</HeaderCell>
        </TableHead>
        <TableBody>
          {data.map((use) => (
            <Row key={use.flowId}>
              <Cell className="max-w-80">
                <RowLink href={href(`/flows/${use.flowId}`)}>{use.flowName}</RowLink>
              </Cell>
              <Cell>
                <StepLinks use={use} />
              </Cell>
              <Cell>
                <span className="flex flex-wrap gap-1">
                  {use.stages.map((stage) => (
                    <Badge key={stage} tone={stage === 'published' ? 'success' : 'neutral'}>
                      {stageNames[stage]}
                    </Badge>
                  ))}
                </span>
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </Card>
  )
}

function StepLinks({ use }: { use: EndpointUse }) {
  const { href } = useOrganization()
  return (
    <ul className="flex flex-wrap gap-x-3">
      {use.steps.map(({ nodeId, label }) => (
        <li key={nodeId}>
          <Link
            href={href(`/flows/${use.flowId}?step=${encodeURIComponent(nodeId)}`)}
            className="relative z-1 rounded-sm text-accent-ink hover:underline"
          >
            {label || 'API Call'}
          </Link>
        </li>
      ))}
    </ul>
  )
}
