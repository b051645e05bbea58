import type { Endpoint } from '@/lib/endpoints/schema'

export const redirectNames = {
  none: 'Don’t follow',
  sameOrigin: 'Follow within the same origin',
  any: 'Follow anywhere',
} as const satisfies Record<Endpoint['redirects'], string>

export const redirectDescriptions = {
  none: 'A redirect is an ordinary answer.',
  sameOrigin: 'At most 5, and only to the same scheme, host and port.',
  any: 'At most 5. Leaving the origin drops every credential and header of yours.',
} as const satisfies Record<Endpoint['redirects'], string>
