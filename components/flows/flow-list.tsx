'use client'

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { FileUp, Plus, Workflow } from 'lucide-react'
import { useQueryState } from 'nuqs'
import { useOrganization } from '@/components/shell/organization-context'
import { Page } from '@/components/shell/page'
import { PageHeader } from '@/components/shell/page-header'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { StaleCallout } from '@/components/ui/stale-callout'
import { ActionError } from '@/lib/action-result'
import { flowsQuery } from '@/lib/flows/queries'
import { FlowCards } from './flow-cards'
import { FlowListSkeleton } from './flow-list-skeleton'
import { FlowTable } from './flow-table'
import { FlowToolbar } from './flow-toolbar'
import { NewFlowDialog } from './new-flow-dialog'
import { useFlowFilter } from './use-flow-filter'
import { parseAsBeginning } from './parse-beginning'

/** All flows of the organization. */
export function FlowList() {
  const { slug, refusal } = useOrganization()
  const filter = useFlowFilter()
  const [creating, setCreating] = useQueryState('new', parseAsBeginning)
  const query = useInfiniteQuery({
    ...flowsQuery(slug, filter.query),
    placeholderData: keepPreviousData,
  })
  const flows = query.data?.pages.flatMap((page) => page.data)
  const mayNotEdit = refusal('editor', 'create flows')
  const actions = (
    <>
      <Button
        icon={<FileUp aria-hidden />}
        disabledReason={mayNotEdit}
        onClick={() => void setCreating('import')}
      >
        Import
      </Button>
      <Button
        variant="primary"
        icon={<Plus aria-hidden />}
        disabledReason={mayNotEdit}
        onClick={() => void setCreating('blank')}
      >
        New flow
      </Button>
    </>
  )

  return (
    <Page>
      <PageHeader
        title="Flows"
        description="Steps that call your APIs, one after another."
        actions={actions}
      />
      {(filter.isFiltered || flows?.length !== 0) && <FlowToolbar filter={filter} />}
      <Card className={query.isPlaceholderData ? 'opacity-70' : undefined}>{content()}</Card>
      {query.hasNextPage && (
        <div className="mt-3 flex justify-center">
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more flows
          </Button>
        </div>
      )}
      <NewFlowDialog
        beginning={mayNotEdit === undefined ? creating : null}
        onBeginningChange={(beginning) => void setCreating(beginning)}
      />
    </Page>
  )

  function content() {
    if (flows === undefined) {
      if (!query.isError) return <FlowListSkeleton />
      return (
        <ErrorState
          title="Couldn’t load the flows"
          message={query.error.message}
          requestId={query.error instanceof ActionError ? query.error.body.requestId : undefined}
          onRetry={() => void query.refetch()}
        />
      )
    }
    if (flows.length === 0 && filter.isFiltered) {
      const search = filter.search.trim()
      return (
        <EmptyState
          title={search ? `No flow matches “${search}”` : 'No flow matches these filters'}
          actions={<Button onClick={filter.clear}>Clear filters</Button>}
        />
      )
    }
    if (flows.length === 0) {
      return (
        <EmptyState icon={<Workflow />} title="No flows yet" actions={actions}>
          A flow is a row of steps that call your APIs and decide what happens next.
        </EmptyState>
      )
    }
    return (
      <>
        {query.isRefetchError && (
          <StaleCallout reason={query.error.message} onRetry={() => void query.refetch()} />
        )}
        <div className="max-lg:hidden">
          <FlowTable flows={flows} filter={filter} />
        </div>
        <div className="lg:hidden">
          <FlowCards flows={flows} />
        </div>
      </>
    )
  }
}
