'use client'

import { useQuery } from '@tanstack/react-query'
import { FileInput, Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useRef, useState } from 'react'
import { useOrganization } from '@/components/shell/organization-context'
import { Page } from '@/components/shell/page'
import { PageHeader } from '@/components/shell/page-header'
import { Button } from '@/components/ui/button'
import { ButtonLink } from '@/components/ui/button-link'
import { Card } from '@/components/ui/card'
import { Dialog } from '@/components/ui/dialog'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { StaleCallout } from '@/components/ui/stale-callout'
import { endpointsQuery } from '@/lib/endpoints/queries'
import type { Endpoint } from '@/lib/endpoints/schema'
import { type BulkAction, BulkDialogs } from './bulk/bulk-dialogs'
import { SelectionBar } from './bulk/selection-bar'
import { useSelection } from './bulk/use-selection'
import { DeleteEndpointDialog } from './delete-endpoint-dialog'
import { EndpointsEmpty } from './endpoints-empty'
import { importSources } from './import/import-sources'
import { EndpointCards } from './list/endpoint-cards'
import { EndpointListSkeleton } from './list/endpoint-list-skeleton'
import { EndpointTable } from './list/endpoint-table'
import { EndpointToolbar } from './list/endpoint-toolbar'
import { type ListFilter, useListFilter } from './list/use-list-filter'
import { matchEndpoints, sortEndpoints } from './match-endpoints'
import { problemOf } from './problem-of'
import { SavedEndpointTest } from './saved-endpoint-test'

const loadImport = () => import('./import/import-endpoint')
const ImportEndpoint = dynamic(() => loadImport().then((file) => file.ImportEndpoint), { ssr: false })

/** All endpoints of the organization. */
export function EndpointList() {
  const { slug, href, refusal } = useOrganization()
  const router = useRouter()
  const query = useQuery(endpointsQuery(slug))
  const filter = useListFilter()
  const [testing, setTesting] = useState<Endpoint | null>(null)
  const [deleting, setDeleting] = useState<Endpoint | null>(null)
  const [doing, setDoing] = useState<BulkAction | null>(null)
  const selectionBar = useRef<HTMLFieldSetElement>(null)
  const [importing, setImporting] = useQueryState('import', parseAsStringLiteral(importSources))
  const importButton = useRef<HTMLButtonElement>(null)
  const mayNotAdd = refusal('admin', 'add endpoints')
  const isEmpty = query.data?.length === 0
  const found = sortEndpoints(matchEndpoints(query.data ?? [], filter), filter.sort, filter.order)
  const selection = useSelection(found)

  return (
    <Page>
      <PageHeader
        title="API Endpoints"
        description="Connections to other people’s APIs, kept once and used in every flow."
        actions={
          !isEmpty && (
            <>
              <Button
                ref={importButton}
                icon={<FileInput aria-hidden />}
                disabledReason={mayNotAdd}
                // Most of it is there by the time that the button is pressed.
                onPointerEnter={() => void loadImport()}
                onClick={() => void setImporting('curl')}
              >
                Import
              </Button>
              <ButtonLink
                href={href('/endpoints/new')}
                variant="primary"
                icon={<Plus aria-hidden />}
                disabledReason={mayNotAdd}
              >
                New endpoint
              </ButtonLink>
            </>
          )
        }
      />
      {!isEmpty && <EndpointToolbar filter={filter} />}
      <Card>{content()}</Card>
      {testing && (
        <Dialog open onOpenChange={() => setTesting(null)} size="lg" title={`Test “${testing.name}”`}>
          <SavedEndpointTest endpoint={testing} autoStart />
        </Dialog>
      )}
      {importing && !mayNotAdd && (
        <ImportEndpoint
          source={importing}
          onSourceChange={(source) => void setImporting(source)}
          onClose={() => void setImporting(null)}
          returnFocusRef={importButton}
        />
      )}
      <BulkDialogs doing={doing} onClose={() => setDoing(null)} selectionBar={selectionBar} />
      {deleting && <DeleteEndpointDialog endpoint={deleting} onClose={() => setDeleting(null)} />}
    </Page>
  )

  function content() {
    if (!query.data && query.isError) {
      return (
        <ErrorState
          title="Couldn’t load the endpoints"
          {...problemOf(query.error)}
          onRetry={() => void query.refetch()}
        />
      )
    }
    if (!query.data) return <EndpointListSkeleton />
    if (isEmpty) {
      return (
        <EndpointsEmpty
          onNew={() => router.push(href('/endpoints/new'))}
          onImport={() => void setImporting('curl')}
        />
      )
    }
    const rows = { endpoints: found, selection, onTest: setTesting, onDelete: setDeleting }
    return (
      <>
        {query.isRefetchError && (
          <StaleCallout
            reason={problemOf(query.error).message}
            onRetry={() => void query.refetch()}
            className="m-2"
          />
        )}
        {selection.isPossible && (
          <SelectionBar
            ref={selectionBar}
            selection={selection}
            onTest={() => setDoing({ what: 'test', endpoints: selection.selected })}
            onDelete={() => setDoing({ what: 'delete', endpoints: selection.selected })}
          />
        )}
        {found.length === 0 ? (
          <NothingFound filter={filter} />
        ) : (
          <>
            <div className="max-lg:hidden">
              <EndpointTable {...rows} filter={filter} />
            </div>
            <div className="lg:hidden">
              <EndpointCards {...rows} />
            </div>
          </>
        )}
      </>
    )
  }
}

function NothingFound({ filter }: { filter: ListFilter }) {
  const search = filter.search.trim()
  return (
    <EmptyState
      title={search ? `No endpoint matches “${search}”` : 'No endpoint matches these filters'}
      actions={<Button onClick={filter.clear}>Clear filters</Button>}
    />
  )
}
