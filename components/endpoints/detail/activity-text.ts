import type { AuditEntry } from '@/lib/audit/schema'
import type { Endpoint } from '@/lib/endpoints/schema'

/** Settings of an endpoint, as sentences name them. */
export const settingNames: Record<string, string> = {
  name: 'name',
  description: 'description',
  baseUrl: 'base URL',
  defaultHeaders: 'default headers',
  authenticationType: 'kind of authentication',
  authenticationHeaderName: 'authentication header',
  connectTimeoutMs: 'connection timeout',
  responseTimeoutMs: 'response timeout',
  redirects: 'redirects',
  allowInsecure: 'use of secrets over plain http',
}

/** What somebody did, to follow their name: `replaced the token`. */
export function activityText(
  entry: AuditEntry,
  { defaultHeaders }: Pick<Endpoint, 'defaultHeaders'>,
  list: (items: string[]) => string,
): string {
  const secret = ({ field }: AuditEntry['details']) => secretName(field, defaultHeaders)
  const { action, details } = entry
  switch (action) {
    case 'endpoint.created':
      return 'created this endpoint'
    case 'endpoint.updated':
      return changed(details, list)
    case 'endpoint.deleted':
      return 'deleted this endpoint'
    case 'endpoint.restored':
      return 'restored this endpoint'
    case 'endpoint.replaced':
      return 'replaced this endpoint by another'
    case 'endpoint.tested':
      return `tested the connection: ${details.ok === true ? 'passed' : 'failed'}${answer(details)}`
    case 'secret.set':
      return `set ${secret(details)}`
    case 'secret.replaced':
      return `replaced ${secret(details)}`
    case 'secret.cleared':
      return `removed ${secret(details)}`
    case 'secret.unavailable':
      return `could not open ${secret(details)}`
    default:
      return action
  }
}

function changed({ changes }: AuditEntry['details'], list: (items: string[]) => string): string {
  const settings = changedSettings(changes, list)
  return settings ? `changed the ${settings}` : 'saved this endpoint'
}

/** The names of the settings that an update changed; empty when there are none. */
export function changedSettings(changes: unknown, list: (items: string[]) => string): string {
  const fields = typeof changes === 'object' && changes !== null ? Object.keys(changes) : []
  return list(fields.map((field) => settingNames[field] ?? field))
}

function answer({ statusCode }: AuditEntry['details']): string {
  return typeof statusCode === 'number' ? ` with ${statusCode}` : ''
}

const secretNames: Record<string, string> = {
  token: 'the token',
  key: 'the key',
  username: 'the user name',
  password: 'the password',
}

/** A header is called as it is spelled now, where that is known; in the log its name is in lower case. */
export function secretName(field: unknown, headers: Endpoint['defaultHeaders'] = []): string {
  if (typeof field !== 'string') return 'a secret'
  const logged = field.replace(/^header:/, '')
  const spelled = headers.find(({ name }) => name.toLowerCase() === logged)?.name
  return secretNames[field] ?? `the header ${spelled ?? logged}`
}
