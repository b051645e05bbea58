import type { AuthenticationType } from '@/lib/endpoints/schema'

/** The kinds of authentication as people call them, in forms. */
export const authenticationNames = {
  none: 'None',
  bearer: 'Bearer token',
  apiKey: 'API key',
  basic: 'Basic',
} as const satisfies Record<AuthenticationType, string>

/** The same in lists, where room is scarce. */
export const shortAuthenticationNames = {
  ...authenticationNames,
  bearer: 'Bearer',
} as const satisfies Record<AuthenticationType, string>
