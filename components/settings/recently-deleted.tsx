'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { Plug, Trash2, Workflow } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { missingSecrets } from '@/components/endpoints/missing-secrets'
import { problemOf } from '@/components/endpoints/problem-of'
import { useRestoreEndpoint } from '@/components/endpoints/use-endpoint-mutations'
import { useRestoreFlow } from '@/components/flows/use-flow-mutations'
import { useOrganization } from '@/components/shell/organization-context'
import { Button } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { RelativeTime } from '@/components/ui/relative-time'
import { LoadingRegion, Skeleton } from '@/components/ui/skeleton'
import { StaleCallout } from '@/components/ui/stale-callout'
import { showToast } from '@/components/ui/toast'
import { useFormat } from '@/components/ui/use-format'
import { ActionError } from '@/lib/action-result'
import { deletedQuery } from '@/lib/deleted/queries'
import { type DeletedItem, restorableDays } from '@/lib/deleted/schema'
import { plural } from '@/lib/format'
import { RestoreEndpointDialog } from './restore-endpoint-dialog'

/** What was deleted and can be restored. */
export function RecentlyDeleted() {
  const { slug } = useOrganization()
  const id = useId()
  const query = useInfiniteQuery(deletedQuery(slug))
  const items = query.data?.pages.flatMap((page) => page.data)
  return (
    <Card aria-labelledby={id}>
      <CardHeader
        id={id}
        title="Recently deleted"
        description={`Endpoints and flows can be restored for ${restorableDays} days, endpoints without their secrets.`}
      />
      {content()}
      {query.hasNextPage && (
        <div className="flex justify-center border-t border-line p-2">
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </Card>
  )

  function content() {
    if (!items) {
      if (!query.isError) return <Loading />
      return (
        <ErrorState
          title="Couldn’t load what was deleted"
          {...problemOf(query.error)}
          level={3}
          onRetry={() => void query.refetch()}
        />
      )
    }
    return (
      <>
        {query.isError && (
          <StaleCallout
            reason={problemOf(query.error).message}
            onRetry={() => void query.refetch()}
            className="m-2"
          />
        )}
        <DeletedItems items={items} />
      </>
    )
  }
}

function DeletedItems({ items }: { items: DeletedItem[] }) {
  const { list } = useFormat()
  const restoreEndpoint = useRestoreEndpoint()
  const restoreFlow = useRestoreFlow()
  const [naming, setNaming] = useState<DeletedItem | null>(null)
  const container = useRef<HTMLDivElement>(null)
  /** For the dialog, which gives the focus back when it closes. */
  const successor = useRef<HTMLElement>(null)
  const isRestoring = (item: DeletedItem) =>
    (restoreEndpoint.isPending && restoreEndpoint.variables.id === item.id) ||
    (restoreFlow.isPending && restoreFlow.variables === item.id)

  /** The line vanishes with its button: the next one gets the focus, or the place where they were. */
  function focusSuccessor(item: DeletedItem) {
    const index = items.findIndex(({ id }) => id === item.id)
    const next = items[index + 1] ?? items[index - 1]
    successor.current = (next && document.getElementById(buttonId(next))) ?? container.current
    successor.current?.focus()
  }

  async function restore(item: DeletedItem, name?: string) {
    if (item.type === 'flow') {
      await restoreFlow.mutateAsync(item.id)
    } else {
      const endpoint = await restoreEndpoint.mutateAsync({ id: item.id, name })
      showToast({ title: 'Endpoint restored', description: missingSecrets(endpoint, list) })
    }
    focusSuccessor(item)
  }

  async function press(item: DeletedItem) {
    try {
      await restore(item)
    } catch (error) {
      if (item.type === 'flow') return // said by a toast already
      if (isNameTaken(error)) {
        successor.current = document.getElementById(buttonId(item))
        return setNaming(item)
      }
      const description = problemOf(error).message
      showToast({ title: 'Couldn’t restore the endpoint', description, tone: 'danger' })
    }
  }

  return (
    <div ref={container} tabIndex={-1} className="outline-none">
      {items.length === 0 ? (
        <EmptyState
          icon={<Trash2 />}
          title={`Nothing was deleted in the last ${restorableDays} days`}
          level={3}
        />
      ) : (
        <ul aria-label="Recently deleted" className="divide-y divide-line">
          {items.map((item) => (
            <Item
              key={item.id}
              item={item}
              restoring={isRestoring(item)}
              onRestore={() => void press(item)}
            />
          ))}
        </ul>
      )}
      {naming && (
        <RestoreEndpointDialog
          endpoint={naming}
          finalFocus={successor}
          onRestore={(name) => restore(naming, name)}
          onClose={() => setNaming(null)}
        />
      )}
    </div>
  )
}

const kinds = {
  endpoint: { icon: Plug, name: 'API endpoint' },
  flow: { icon: Workflow, name: 'Flow' },
} as const

type ItemProps = { item: DeletedItem; restoring: boolean; onRestore: () => void }

function Item({ item, restoring, onRestore }: ItemProps) {
  const { refusal } = useOrganization()
  const { type, name, baseUrl, needsSecrets, deletedAt, deletedBy, restorableUntil } = item
  const { icon: Icon, name: kind } = kinds[type]
  return (
    <li className="flex items-start gap-3 px-4 py-3">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">{name}</p>
        <p className="text-xs break-words text-muted">
          {kind}
          {baseUrl !== null && (
            <>
              {' · '}
              <span className="font-mono break-all">{baseUrl}</span>
            </>
          )}
        </p>
        <p className="text-xs break-words text-muted">
          Deleted <RelativeTime date={deletedAt} /> by {deletedBy} ·{' '}
          {/* The page is read a moment after the server wrote it. */}
          <span suppressHydrationWarning>{daysLeft(restorableUntil)} left</span>
          {needsSecrets && ' · Its secrets have to be entered again'}
        </p>
      </div>
      <Button
        id={buttonId(item)}
        size="sm"
        aria-label={`Restore ${name}`}
        loading={restoring}
        disabledReason={
          type === 'endpoint' ? refusal('admin', 'restore endpoints') : refusal('editor', 'restore flows')
        }
        onClick={onRestore}
      >
        Restore
      </Button>
    </li>
  )
}

function Loading() {
  return (
    <LoadingRegion label="Loading what was deleted…" className="pb-3">
      <div className="divide-y divide-line">
        {['a', 'b', 'c'].map((row) => (
          <div key={row} className="flex items-center gap-4 px-4 py-3">
            <div className="flex flex-1 flex-col gap-2">
              <Skeleton className="h-4 w-40" />
              <Skeleton className="h-3 w-64 max-w-full" />
            </div>
            <Skeleton className="h-7 w-16" />
          </div>
        ))}
      </div>
    </LoadingRegion>
  )
}

function buttonId({ id }: DeletedItem): string {
  return `restore-${id}`
}

function daysLeft(until: string): string {
  const days = Math.max(1, Math.ceil((Date.parse(until) - Date.now()) / 86_400_000))
  return plural(days, 'day', 'days')
}

function isNameTaken(error: unknown): boolean {
  return error instanceof ActionError && error.body.fieldErrors.some(({ path }) => path === 'name')
}
