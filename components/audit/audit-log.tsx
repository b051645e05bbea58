'use client'

import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { ScrollText } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { problemOf } from '@/components/endpoints/problem-of'
import { useOrganization } from '@/components/shell/organization-context'
import { Page } from '@/components/shell/page'
import { PageHeader } from '@/components/shell/page-header'
import { announce } from '@/components/ui/announcer'
import { Button } from '@/components/ui/button'
import { ButtonLink } from '@/components/ui/button-link'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { auditLogQuery } from '@/lib/audit/queries'
import type { ShownAuditPage } from '@/lib/audit/schema'
import { plural } from '@/lib/format'
import { AuditEntries } from './audit-entries'
import { focusEntry } from './audit-entry'
import { AuditSkeleton } from './audit-skeleton'
import { AuditToolbar } from './audit-toolbar'
import { ExportMenu } from './export-menu'
import { LoadMore } from './load-more'
import { NewEntriesButton } from './new-entries-button'
import { useAuditFilter } from './use-audit-filter'

const header = { title: 'Audit log', description: 'Who did what in this organization, newest first.' }

/** What was done in the organization, for admins. */
export function AuditLog() {
  const { href, refusal } = useOrganization()
  const mayNotRead = refusal('admin', 'read the audit log')
  if (!mayNotRead) return <Entries />
  return (
    <Page>
      <PageHeader {...header} />
      <EmptyState
        icon={<ScrollText />}
        title={mayNotRead}
        actions={<ButtonLink href={href('/dashboard')}>Go to the dashboard</ButtonLink>}
      />
    </Page>
  )
}

function Entries() {
  const { slug } = useOrganization()
  const queryClient = useQueryClient()
  const filter = useAuditFilter()
  const options = auditLogQuery(slug, filter.query)
  const query = useInfiniteQuery({ ...options, placeholderData: keepPreviousData })
  const entries = query.data?.pages.flatMap((page) => page.data) ?? []
  const toolbar = useRef<HTMLElement>(null)
  const focusWhenShown = useFocusWhenShown()
  const first = query.isPlaceholderData ? undefined : query.data?.pages[0]

  async function loadMore(byHand: boolean) {
    const { data, hasNextPage } = await query.fetchNextPage()
    const added = data?.pages.at(-1)?.data
    if (!byHand || !added || data.pages.length === query.data?.pages.length) return
    announce(plural(added.length, 'more entry', 'more entries'))
    // The button is gone with the last page.
    if (!hasNextPage && added[0]) focusWhenShown(added[0].id)
  }

  function showNew(page: ShownAuditPage) {
    queryClient.setQueryData(options.queryKey, { pages: [page], pageParams: [null] })
    if (page.data[0]) focusWhenShown(page.data[0].id)
  }

  function clear() {
    filter.clear()
    toolbar.current?.querySelector('input')?.focus()
  }

  return (
    <Page>
      <PageHeader {...header} actions={<ExportMenu filter={filter.query} />} />
      <AuditToolbar ref={toolbar} filter={filter} entries={entries} onClear={clear} />
      {first && (
        <NewEntriesButton
          key={JSON.stringify(filter.query)}
          filter={filter.query}
          first={first}
          readAt={query.dataUpdatedAt}
          onShow={showNew}
        />
      )}
      <Card className={query.isPlaceholderData ? 'opacity-70' : undefined}>{content()}</Card>
      {query.isFetchNextPageError && (
        <ErrorState title="Couldn’t load more entries" {...problemOf(query.error)} className="pb-2" />
      )}
      {query.hasNextPage && (
        <div className="mt-3 flex justify-center">
          <LoadMore
            loading={query.isFetchingNextPage}
            auto={!query.isFetchNextPageError && !query.isPlaceholderData}
            onLoad={(byHand) => void loadMore(byHand)}
          />
        </div>
      )}
    </Page>
  )

  function content() {
    if (!query.data) {
      if (!query.isError) return <AuditSkeleton />
      return (
        <ErrorState
          title="Couldn’t load the audit log"
          {...problemOf(query.error)}
          onRetry={() => void query.refetch()}
        />
      )
    }
    if (entries.length > 0) return <AuditEntries entries={entries} onOnly={filter.setFilter} />
    if (!filter.isFiltered) {
      return (
        <EmptyState icon={<ScrollText />} title="Nothing happened yet">
          What people and programs do in this organization is listed here.
        </EmptyState>
      )
    }
    const { from, to } = filter
    return (
      <EmptyState
        icon={<ScrollText />}
        title={
          from !== null && to !== null && to < from
            ? 'The last day is before the first'
            : 'No entry matches these filters'
        }
        actions={<Button onClick={clear}>Clear filters</Button>}
      >
        {filter.object && <>An object is found by its whole name or its id.</>}
      </EmptyState>
    )
  }
}

/** For buttons that go away when they are pressed: the focus goes on to an entry, once it is there. */
function useFocusWhenShown() {
  const awaited = useRef<string>(null)
  useEffect(() => {
    if (awaited.current !== null && focusEntry(awaited.current)) awaited.current = null
  })
  return (id: string) => {
    awaited.current = focusEntry(id) ? null : id
  }
}
