import { useQuery } from '@tanstack/react-query'
import { useOrganization } from '@/components/shell/organization-context'
import { Combobox } from '@/components/ui/combobox'
import { SearchInput } from '@/components/ui/search-input'
import { Select } from '@/components/ui/select'
import { endpointsQuery } from '@/lib/endpoints/queries'
import { type FlowSort, flowSorts, lastRunFilters } from '@/lib/flows/schema'
import type { FlowListFilter } from './use-flow-filter'

const any = 'any'
const lastRunNames = {
  succeeded: 'Succeeded',
  failed: 'Failed',
  canceled: 'Canceled',
  interrupted: 'Interrupted',
  running: 'Running',
  never: 'Never run',
} as const
const lastRunOptions = [
  { value: any, label: 'Any last run' },
  ...lastRunFilters.map((value) => ({ value, label: lastRunNames[value] })),
] as const
const sortNames: Record<FlowSort, string> = {
  name: 'Sort by name',
  lastRun: 'Sort by last run',
  updated: 'Sort by update',
}
const sortOptions = flowSorts.map((value) => ({ value, label: sortNames[value] }))

export function FlowToolbar({ filter }: { filter: FlowListFilter }) {
  const { slug } = useOrganization()
  const { data: endpoints, isPending } = useQuery(endpointsQuery(slug))
  const { search, lastRun, endpoint, sort, setFilter } = filter
  return (
    <search aria-label="Flows" className="mb-3 flex flex-wrap items-center gap-2">
      <SearchInput
        label="Search flows"
        placeholder="Search name, description"
        value={search}
        onValueChange={(value) => void setFilter({ search: value || null })}
        className="w-full sm:max-w-72"
      />
      <Select
        label="Last run"
        value={lastRun ?? any}
        onValueChange={(value) => void setFilter({ lastRun: value === any ? null : value })}
        options={lastRunOptions}
        className="w-auto min-w-36 max-sm:flex-1"
      />
      <Combobox
        label="Endpoint"
        className="w-56 max-sm:w-full"
        placeholder="Any endpoint"
        items={endpoints ?? []}
        value={endpoints?.find(({ id }) => id === endpoint) ?? null}
        onValueChange={(chosen) => void setFilter({ endpoint: chosen?.id ?? null })}
        itemKey={({ id }) => id}
        itemLabel={({ name }) => name}
        empty="No endpoint matches"
        loading={isPending}
        clearable
      />
      <Select
        label="Sort"
        value={sort}
        onValueChange={(value) => void setFilter({ sort: value, order: null })}
        options={sortOptions}
        className="w-auto min-w-36 max-sm:flex-1 lg:hidden"
      />
    </search>
  )
}
