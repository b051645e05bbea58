'use client'

import { History, Play, Plus, Workflow } from 'lucide-react'
import { RunStatusBadge } from '@/components/runs/run-status'
import { runHref } from '@/components/runs/run-url'
import { useOrganization } from '@/components/shell/organization-context'
import { ButtonLink } from '@/components/ui/button-link'
import { EmptyState } from '@/components/ui/empty-state'
import { RelativeTime } from '@/components/ui/relative-time'
import { Cell, HeaderCell, Row, RowLink, Table, TableBody, TableHead } from '@/components/ui/table'
import { useFormat } from '@/components/ui/use-format'
import type { RunSummary } from '@/lib/runs/schema'

type RecentRunsContentProps = { runs: RunSummary[]; hasFlow: boolean; demoFlowId: string | null }

export function RecentRunsContent({ runs, hasFlow, demoFlowId }: RecentRunsContentProps) {
  const { href } = useOrganization()
  const format = useFormat()
  if (runs.length === 0) return hasFlow ? <NoRuns demoFlowId={demoFlowId} /> : <NoFlows />
  return (
    <Table label="Recent runs">
      <TableHead>
        <HeaderCell>Flow</HeaderCell>
        <HeaderCell>Status</HeaderCell>
        <HeaderCell>Started</HeaderCell>
        <HeaderCell align="right" className="max-sm:hidden">
          Duration
        </HeaderCell>
        <HeaderCell className="max-sm:hidden">By</HeaderCell>
      </TableHead>
      <TableBody>
        {runs.map((run) => (
          <Row key={run.id}>
            <Cell>
              <RowLink href={href(runHref(run))}>{run.flowName}</RowLink>
            </Cell>
            <Cell>
              <RunStatusBadge status={run.status} plain />
            </Cell>
            <Cell muted className="whitespace-nowrap">
              <RelativeTime date={run.createdAt} className="relative z-1" />
            </Cell>
            <Cell align="right" muted className="whitespace-nowrap max-sm:hidden">
              {run.durationMs === null ? '–' : format.duration(run.durationMs)}
            </Cell>
            <Cell muted className="max-sm:hidden">
              {run.startedBy.name}
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}

function NoFlows() {
  const { href, can } = useOrganization()
  return (
    <EmptyState
      level={3}
      icon={<Workflow />}
      title="Build your first flow"
      actions={
        can('editor') && (
          <ButtonLink variant="primary" icon={<Plus aria-hidden />} href={href('/flows?new=true')}>
            New flow
          </ButtonLink>
        )
      }
    >
      A flow calls APIs step by step and decides what to do with their answers.
    </EmptyState>
  )
}

function NoRuns({ demoFlowId }: { demoFlowId: string | null }) {
  const { href, can } = useOrganization()
  return (
    <EmptyState
      level={3}
      icon={<History />}
      title="No runs yet"
      actions={
        demoFlowId &&
        can('editor') && (
          <ButtonLink variant="primary" icon={<Play aria-hidden />} href={href(`/flows/${demoFlowId}`)}>
            Run the demo
          </ButtonLink>
        )
      }
    >
      Every run of a flow shows here with what it sent and received.
    </EmptyState>
  )
}
