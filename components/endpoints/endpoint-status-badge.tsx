import { RelativeTime } from '@/components/ui/relative-time'
import { StatusBadge } from '@/components/ui/status-badge'
import type { Endpoint } from '@/lib/endpoints/schema'
import { endpointStatus, statusLooks } from './endpoint-status'

/** Icon, text and, where it is known, since when. */
export function EndpointStatusBadge({ endpoint, withAge }: { endpoint: Endpoint; withAge?: boolean }) {
  const status = endpointStatus(endpoint)
  const { label, tone } = statusLooks[status]
  const isTested = status === 'ok' || status === 'failing'
  return (
    <span className="flex items-center gap-1.5 whitespace-nowrap">
      <StatusBadge tone={tone} plain>
        {label}
      </StatusBadge>
      {withAge && isTested && endpoint.lastTest && (
        <RelativeTime date={endpoint.lastTest.at} className="text-xs text-muted" />
      )}
    </span>
  )
}
