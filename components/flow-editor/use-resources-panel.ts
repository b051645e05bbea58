import { parseAsStringLiteral, useQueryState } from 'nuqs'

/** Which resources lie open beside the canvas; in the address, so that Back closes them. */
export function useResourcesPanel() {
  return useQueryState('resources', parseAsStringLiteral(['endpoints']).withOptions({ history: 'push' }))
}
