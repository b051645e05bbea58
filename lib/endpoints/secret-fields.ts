import type { AuthenticationType } from './schema'

/** The secret parts of each kind of authentication, by the names under which they are sealed and sent. */
export const authenticationFields = {
  none: [],
  bearer: ['token'],
  apiKey: ['key'],
  basic: ['username', 'password'],
} as const satisfies Record<AuthenticationType, readonly string[]>

export type AuthenticationField = (typeof authenticationFields)[AuthenticationType][number]

/** What a person calls it. */
export const fieldLabels = {
  token: 'token',
  key: 'key',
  username: 'user name',
  password: 'password',
} satisfies Record<AuthenticationField, string>

/** The name under which the value of a secret default header is sealed. */
export function headerField(name: string): string {
  return `header:${name.toLowerCase()}`
}
