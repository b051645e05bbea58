import type { AuditEntry } from '@/lib/audit/schema'
import type { Endpoint } from '@/lib/endpoints/schema'

const fieldNames: Record<string, string> = {
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
  const secretName = ({ field }: AuditEntry['details']) => nameOf(field, defaultHeaders)
  const { action, details } = entry
  switch (action) {
    case 'endpoint.created':
      return 'created this endpoint'
    case 'endpoint.updated':
      return changed(details, list)
    case 'endpoint.deleted':
      return 'deleted this endpoint'
    case 'endpoint.replaced':
      return 'replaced this endpoint by another'
    case 'endpoint.tested':
      return `tested the connection: ${details.ok === true ? 'passed' : 'failed'}${answer(details)}`
    case 'secret.set':
      return `set ${secretName(details)}`
    case 'secret.replaced':
      return `replaced ${secretName(details)}`
    case 'secret.cleared':
      return `removed ${secretName(details)}`
    case 'secret.unavailable':
      return `could not open ${secretName(details)}`
    default:
      return action
  }
}

function changed({ changes }: AuditEntry['details'], list: (items: string[]) => string): string {
  const fields = typeof changes === 'object' && changes !== null ? Object.keys(changes) : []
  if (fields.length === 0) return 'saved this endpoint'
  return `changed the ${list(fields.map((field) => fieldNames[field] ?? field))}`
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

/** A header is called as it is spelled now; in the log its name is in lower case. */
function nameOf(field: unknown, headers: Endpoint['defaultHeaders']): string {
  if (typeof field !== 'string') return 'a secret'
  const logged = field.replace(/^header:/, '')
  const spelled = headers.find(({ name }) => name.toLowerCase() === logged)?.name
  return secretNames[field] ?? `the header ${spelled ?? logged}`
}
