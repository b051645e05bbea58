import { Play } from 'lucide-react'
import { useState } from 'react'
import { useFlowId } from '@/components/flow-editor/use-editor'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Select } from '@/components/ui/select'
import { Cell, flexible, HeaderCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { RelativeTime } from '@/components/ui/relative-time'
import { useFormat } from '@/components/ui/use-format'
import { isTerminal, type RunStatus, type RunSummary } from '@/lib/runs/schema'
import { cn } from '@/lib/utils'
import { durationOf } from './duration-of'
import { NewRunsButton } from './new-runs-button'
import { RunStatusBadge } from './run-status'
import { useRunUrl } from './run-url'
import { RunsError, RunsSkeleton } from './runs-states'
import { statusOptions } from './status-options'
import { useCurrentRun } from './use-current-run'
import { useNow } from './use-now'
import { useRunList } from './use-run-list'
import { useRunRefusal } from './use-run-refusal'

/** The runs of the open flow, newest first; opening one makes the editor read-only. */
export function RunHistory() {
  const flow = useFlowId()
  const [status, setStatus] = useState<RunStatus | 'all'>('all')
  const filter = { flow, ...(status === 'all' ? {} : { status }) }
  const { query, runs, newCount, showNew } = useRunList(filter)

  if (query.isPending) return <RunsSkeleton />
  if (query.isError && runs.length === 0)
    return <RunsError error={query.error} onRetry={() => void query.refetch()} />
  if (runs.length === 0 && status === 'all') return <NoRuns />
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-2 overflow-y-auto border-t border-line p-3">
      <div className="flex shrink-0 items-center justify-between gap-2">
        <Select
          label="Status"
          size="sm"
          className="w-44"
          value={status}
          onValueChange={setStatus}
          options={statusOptions}
        />
        <NewRunsButton size="sm" count={newCount} onShow={showNew} />
      </div>
      {runs.length === 0 ? (
        <p className="p-2 text-sm text-muted">No run has this status.</p>
      ) : (
        <RunTable runs={runs} />
      )}
      {query.hasNextPage && (
        <Button
          className="self-center"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show more runs
        </Button>
      )}
    </div>
  )
}

function RunTable({ runs }: { runs: RunSummary[] }) {
  const [url, setUrl] = useRunUrl()
  const format = useFormat()
  const now = useNow(runs.some(({ status }) => !isTerminal(status)))
  return (
    <Table label="Runs of this flow">
      <TableHead>
        <HeaderCell>Status</HeaderCell>
        <HeaderCell>Started</HeaderCell>
        <HeaderCell align="right">Duration</HeaderCell>
        <HeaderCell className="max-md:hidden">By</HeaderCell>
        <HeaderCell className="max-sm:hidden">Version</HeaderCell>
        <HeaderCell className="max-md:hidden">Error</HeaderCell>
      </TableHead>
      <TableBody>
        {runs.map((run) => (
          <Row key={run.id} aria-current={run.id === url.run}>
            <Cell>
              <RunStatusBadge status={run.status} plain />
            </Cell>
            <Cell className="whitespace-nowrap">
              <button
                type="button"
                className="rounded-sm text-accent-ink hover:underline"
                onClick={() => void setUrl({ run: run.id, viewing: true, panel: 'run' })}
              >
                <RelativeTime date={run.createdAt} />
              </button>
            </Cell>
            <Cell align="right" className="whitespace-nowrap">
              {durationOf(run, now, format.duration)}
            </Cell>
            <Cell className="max-w-40 truncate max-md:hidden">{run.startedBy.name}</Cell>
            <Cell muted className="whitespace-nowrap max-sm:hidden">
              {versionName(run)}
            </Cell>
            <Cell muted className={cn(flexible, 'w-full max-md:hidden')}>
              {run.error?.message}
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}

function versionName({ stage, publishedNumber, draftVersion }: RunSummary): string {
  return stage === 'published' && publishedNumber !== null
    ? `Version ${publishedNumber}`
    : `Draft ${draftVersion}`
}

function NoRuns() {
  const { start, isStarting } = useCurrentRun()
  const refusal = useRunRefusal()
  return (
    <div className="min-h-0 flex-1 overflow-y-auto border-t border-line">
      <EmptyState
        title="No runs yet"
        actions={
          <Button
            variant="primary"
            icon={<Play size={14} aria-hidden />}
            disabledReason={refusal}
            loading={isStarting}
            onClick={start}
          >
            Run flow
          </Button>
        }
      >
        Run the flow to see what each step sends and receives.
      </EmptyState>
    </div>
  )
}
