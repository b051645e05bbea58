import type { StatusTone } from '@/components/ui/status-badge'
import type { Endpoint } from '@/lib/endpoints/schema'

export const endpointStatuses = ['untested', 'ok', 'failing', 'needs_secret'] as const
export type EndpointStatus = (typeof endpointStatuses)[number]

/** How an endpoint is doing. A missing secret comes first: no test can pass without it. */
export function endpointStatus({ authentication, defaultHeaders, lastTest }: Endpoint): EndpointStatus {
  const lacksCredential = authentication.type !== 'none' && !authentication.isSet
  if (lacksCredential || defaultHeaders.some(({ secret, isSet }) => secret && !isSet)) return 'needs_secret'
  if (!lastTest) return 'untested'
  return lastTest.ok ? 'ok' : 'failing'
}

export const statusLooks = {
  untested: { label: 'Untested', tone: 'neutral' },
  ok: { label: 'OK', tone: 'success' },
  failing: { label: 'Failing', tone: 'danger' },
  needs_secret: { label: 'Needs secret', tone: 'warning' },
} as const satisfies Record<EndpointStatus, { label: string; tone: StatusTone }>
