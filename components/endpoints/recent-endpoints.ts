import { createRecentIds } from '@/components/shell/recent-ids'
import type { Endpoint } from '@/lib/endpoints/schema'

/** The endpoints that were chosen last on this device, newest first. */
export const { useIds: useRecentEndpoints, remember: rememberEndpoint } = createRecentIds(
  'recent-endpoints',
  5,
)

export function recentFirst(endpoints: Endpoint[], recent: string[]): Endpoint[] {
  const found = recent.flatMap((id) => endpoints.filter((endpoint) => endpoint.id === id))
  return [...found, ...endpoints.filter((endpoint) => !found.includes(endpoint))]
}
