import { debounce, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { type FlowFilter } from '@/lib/flows/queries'
import { firstFlowOrder, type FlowSort, flowSorts, lastRunFilters } from '@/lib/flows/schema'

/** Which flows the list shows and in which order; kept in the address, so that a link shows the same. */
export function useFlowFilter() {
  const [filter, setFilter] = useQueryStates({
    search: parseAsString.withDefault('').withOptions({ limitUrlUpdates: debounce(250) }),
    lastRun: parseAsStringLiteral(lastRunFilters),
    endpoint: parseAsString,
    sort: parseAsStringLiteral(flowSorts).withDefault('updated'),
    order: parseAsStringLiteral(['asc', 'desc']),
  })
  const { search, lastRun, endpoint, sort } = filter
  const order = filter.order ?? firstFlowOrder[sort]
  return {
    ...filter,
    order,
    isFiltered: search.trim() !== '' || lastRun !== null || endpoint !== null,
    query: {
      search: search.trim(),
      lastRun: lastRun ?? undefined,
      endpoint: endpoint ?? undefined,
      sort,
      order,
    } satisfies FlowFilter,
    setFilter,
    clear: () => void setFilter({ search: null, lastRun: null, endpoint: null }),
    /** Another column starts with its own order; the same one turns round. */
    sortBy: (next: FlowSort) =>
      void setFilter({ sort: next, order: next === sort ? (order === 'asc' ? 'desc' : 'asc') : null }),
  }
}

export type FlowListFilter = ReturnType<typeof useFlowFilter>
