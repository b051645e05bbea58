'use client'

import { History } from 'lucide-react'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useOrganization } from '@/components/shell/organization-context'
import { Button } from '@/components/ui/button'
import { ButtonLink } from '@/components/ui/button-link'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Select } from '@/components/ui/select'
import { runStatuses } from '@/lib/runs/schema'
import { FlowFilter } from './flow-filter'
import { NewRunsButton } from './new-runs-button'
import { RunsError, RunsSkeleton } from './runs-states'
import { RunCards } from './run-cards'
import { RunsTable } from './runs-table'
import { statusOptions } from './status-options'
import { useRunList } from './use-run-list'

const parsers = { status: parseAsStringLiteral(runStatuses), flow: parseAsString }

/** The runs of all flows. Rows change in place; new ones wait behind a button, so none moves under the pointer. */
export function RunsBrowser() {
  const { href } = useOrganization()
  const [url, setUrl] = useQueryStates(parsers, { history: 'push' })
  const filter = { ...(url.flow ? { flow: url.flow } : {}), ...(url.status ? { status: url.status } : {}) }
  const isFiltered = Object.keys(filter).length > 0
  const { query, runs, newCount, showNew } = useRunList(filter)
  const isEmpty = query.isSuccess && runs.length === 0 && !isFiltered

  const clear = () => void setUrl({ status: null, flow: null })

  return (
    <div className="flex flex-col gap-3">
      {!isEmpty && (
        <div className="flex flex-wrap items-center gap-2">
          <Select
            label="Status"
            className="w-auto min-w-44 max-sm:flex-1"
            value={url.status ?? 'all'}
            options={statusOptions}
            onValueChange={(status) => void setUrl({ status: status === 'all' ? null : status })}
          />
          <FlowFilter flowId={url.flow} onFlowChange={(flow) => void setUrl({ flow })} />
          {isFiltered && (
            <Button variant="ghost" onClick={clear}>
              Clear filters
            </Button>
          )}
          <NewRunsButton count={newCount} onShow={showNew} className="ml-auto" />
        </div>
      )}
      <Card>
        {query.isPending ? (
          <RunsSkeleton />
        ) : runs.length > 0 ? (
          <>
            <div className="max-lg:hidden">
              <RunsTable runs={runs} />
            </div>
            <div className="lg:hidden">
              <RunCards runs={runs} />
            </div>
          </>
        ) : query.isError ? (
          <RunsError error={query.error} onRetry={() => void query.refetch()} />
        ) : isFiltered ? (
          <EmptyState
            icon={<History />}
            title="No run matches these filters"
            actions={<Button onClick={clear}>Clear filters</Button>}
          />
        ) : (
          <EmptyState
            icon={<History />}
            title="No runs yet"
            actions={
              <ButtonLink href={href('/flows')} variant="primary">
                Open flows
              </ButtonLink>
            }
          >
            Every run of a flow is kept here, with what each step sent and received.
          </EmptyState>
        )}
      </Card>
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
