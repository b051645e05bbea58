import { debounce, parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { authenticationTypes } from '@/lib/endpoints/schema'
import { endpointStatuses } from '../endpoint-status'
import { endpointSorts, type EndpointSort, firstOrder } from '../match-endpoints'

/** What the list shows and in which order; kept in the address, so that a link shows the same. */
export function useListFilter() {
  const [filter, setFilter] = useQueryStates({
    search: parseAsString.withDefault('').withOptions({ limitUrlUpdates: debounce(250) }),
    auth: parseAsStringLiteral(authenticationTypes),
    status: parseAsStringLiteral(endpointStatuses),
    unused: parseAsBoolean.withDefault(false),
    sort: parseAsStringLiteral(endpointSorts).withDefault('name'),
    order: parseAsStringLiteral(['asc', 'desc']),
  })
  const { search, auth, status, unused, sort } = filter
  const order = filter.order ?? firstOrder[sort]
  return {
    ...filter,
    order,
    isFiltered: search.trim() !== '' || auth !== null || status !== null || unused,
    setFilter,
    clear: () => void setFilter({ search: null, auth: null, status: null, unused: null }),
    /** Another column starts with its own order; the same one turns round. */
    sortBy: (next: EndpointSort) =>
      void setFilter({
        sort: next,
        order: next === sort ? (order === 'asc' ? 'desc' : 'asc') : null,
      }),
  }
}

export type ListFilter = ReturnType<typeof useListFilter>
