import { Checkbox } from '@/components/ui/checkbox'
import { SearchInput } from '@/components/ui/search-input'
import { Select } from '@/components/ui/select'
import { authenticationTypes } from '@/lib/endpoints/schema'
import { shortAuthenticationNames } from '../authentication-names'
import { endpointStatuses, statusLooks } from '../endpoint-status'
import { endpointSorts } from '../match-endpoints'
import type { ListFilter } from './use-list-filter'

const any = 'any'
const authOptions = [
  { value: any, label: 'Any authentication' },
  ...authenticationTypes.map((value) => ({ value, label: shortAuthenticationNames[value] })),
] as const
const statusOptions = [
  { value: any, label: 'Any status' },
  ...endpointStatuses.map((value) => ({ value, label: statusLooks[value].label })),
] as const
const sortNames = { name: 'Name', status: 'Status', used: 'Used by', updated: 'Updated' } as const
const sortOptions = endpointSorts.map((value) => ({
  value,
  label: `Sort by ${sortNames[value].toLowerCase()}`,
}))

export function EndpointToolbar({ filter }: { filter: ListFilter }) {
  const { search, auth, status, unused, sort, setFilter } = filter
  return (
    <search aria-label="Endpoints" className="mb-3 flex flex-wrap items-center gap-2">
      <SearchInput
        label="Search endpoints"
        placeholder="Search name, description, URL"
        value={search}
        onValueChange={(value) => void setFilter({ search: value || null })}
        className="w-full sm:max-w-72"
      />
      <Select
        label="Authentication"
        value={auth ?? any}
        onValueChange={(value) => void setFilter({ auth: value === any ? null : value })}
        options={authOptions}
        className="w-auto min-w-44 max-sm:flex-1"
      />
      <Select
        label="Status"
        value={status ?? any}
        onValueChange={(value) => void setFilter({ status: value === any ? null : value })}
        options={statusOptions}
        className="w-auto min-w-36 max-sm:flex-1"
      />
      <Select
        label="Sort"
        value={sort}
        onValueChange={(value) => void setFilter({ sort: value, order: null })}
        options={sortOptions}
        className="w-auto min-w-36 max-sm:flex-1 lg:hidden"
      />
      <Checkbox
        className="ml-1"
        label="Unused"
        checked={unused}
        onCheckedChange={(checked) => void setFilter({ unused: checked || null })}
      />
    </search>
  )
}
