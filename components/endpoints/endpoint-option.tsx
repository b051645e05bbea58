import type { Endpoint } from '@/lib/endpoints/schema'
import { EndpointStatusBadge } from './endpoint-status-badge'
import { hostOf } from './host-of'

/** An endpoint in a list to choose from. */
export function EndpointOption({ endpoint }: { endpoint: Endpoint }) {
  return (
    <span className="flex min-w-0 items-center justify-between gap-3 py-0.5">
      <span className="min-w-0">
        <span className="block truncate">{endpoint.name}</span>
        <span className="block truncate font-mono text-xs text-muted">{hostOf(endpoint.baseUrl)}</span>
      </span>
      <EndpointStatusBadge endpoint={endpoint} />
    </span>
  )
}
