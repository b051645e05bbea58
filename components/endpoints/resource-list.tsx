'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useOrganization } from '@/components/shell/organization-context'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { SearchInput } from '@/components/ui/search-input'
import { LoadingRegion, Skeleton } from '@/components/ui/skeleton'
import { endpointsQuery } from '@/lib/endpoints/queries'
import type { Endpoint } from '@/lib/endpoints/schema'
import { DeleteEndpointDialog } from './delete-endpoint-dialog'
import { EndpointsEmpty } from './endpoints-empty'
import { matchEndpoints, sortEndpoints } from './match-endpoints'
import { problemOf } from './problem-of'
import { ResourceRow } from './resource-row'
import type { SaveFirst } from './use-endpoint-mutations'

type ResourceListProps = {
  search: string
  onSearch: (search: string) => void
  onNew: () => void
  onEdit: (id: string) => void
  onTest: (id: string) => void
  onUseInSelectedStep?: (endpointId: string) => void
  onAddStep?: (endpointId: string) => void
  saveFirst?: SaveFirst
}

export function ResourceList({
  search,
  onSearch,
  onNew,
  onEdit,
  onTest,
  saveFirst,
  ...use
}: ResourceListProps) {
  const { slug } = useOrganization()
  const { data, error, refetch } = useQuery(endpointsQuery(slug))
  const [deleting, setDeleting] = useState<Endpoint | null>(null)

  if (!data && error) {
    return (
      <ErrorState
        title="Couldn’t load the endpoints"
        {...problemOf(error)}
        onRetry={() => void refetch()}
        level={3}
      />
    )
  }
  if (!data) return <Loading />
  if (data.length === 0) return <EndpointsEmpty level={3} onNew={onNew} />

  const found = sortEndpoints(matchEndpoints(data, { search }), 'name', 'asc')
  return (
    <div className="flex flex-col gap-3">
      <SearchInput value={search} onValueChange={onSearch} label="Search endpoints" />
      {found.length === 0 ? (
        <EmptyState
          level={3}
          title={`No endpoint matches “${search.trim()}”`}
          actions={<Button onClick={() => onSearch('')}>Clear search</Button>}
        />
      ) : (
        <ul aria-label="API endpoints" className="-mx-2 flex flex-col gap-0.5">
          {found.map((endpoint) => (
            <ResourceRow
              key={endpoint.id}
              endpoint={endpoint}
              onEdit={() => onEdit(endpoint.id)}
              onTest={() => onTest(endpoint.id)}
              onDelete={() => setDeleting(endpoint)}
              {...use}
            />
          ))}
        </ul>
      )}
      {deleting && (
        <DeleteEndpointDialog endpoint={deleting} saveFirst={saveFirst} onClose={() => setDeleting(null)} />
      )}
    </div>
  )
}

const placeholders = ['a', 'b', 'c', 'd', 'e', 'f']

function Loading() {
  return (
    <LoadingRegion label="Loading endpoints…">
      <Skeleton className="mb-4 h-8 w-full" />
      {placeholders.map((key) => (
        <div key={key} className="flex flex-col gap-2 py-2.5">
          <Skeleton className="h-4 w-40" />
          <Skeleton className="h-3 w-56" />
        </div>
      ))}
    </LoadingRegion>
  )
}
