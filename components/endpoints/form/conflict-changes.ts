import type { Endpoint } from '@/lib/endpoints/schema'
import { authenticationFields } from '@/lib/endpoints/secret-fields'
import { authenticationNames } from '../authentication-names'
import { type EndpointValues, endpointValues } from './endpoint-values'
import { redirectNames } from './redirect-names'
import { masked } from './request-preview-lines'

export type ConflictChange = { field: string; mine: string; theirs: string }

/** Where the form and the newer stored endpoint differ, field by field. Secrets are named, never shown. */
export function conflictChanges(
  mine: EndpointValues,
  current: Endpoint,
  startedFrom: Endpoint,
): ConflictChange[] {
  const theirs = endpointValues(current)
  const rows: ConflictChange[] = fields.map(([field, text]) => ({
    field,
    mine: text(mine),
    theirs: text(theirs),
  }))
  return [...rows, secretRow(mine, current, startedFrom)].filter((row) => row.mine !== row.theirs)
}

const fields: [string, (values: EndpointValues) => string][] = [
  ['Name', (values) => values.name],
  ['Description', (values) => values.description || 'Empty'],
  ['Base URL', (values) => values.baseUrl],
  ['Authentication', describeAuthentication],
  ['Default headers', describeHeaders],
  ['Connection timeout', (values) => seconds(values.connectTimeoutSeconds)],
  ['Response timeout', (values) => seconds(values.responseTimeoutSeconds)],
  ['Redirects', (values) => redirectNames[values.redirects]],
  ['Secrets over plain http', (values) => (values.allowInsecure ? 'Allowed' : 'Not allowed')],
]

function describeAuthentication({ authentication }: EndpointValues): string {
  const name = authenticationNames[authentication.type]
  return authentication.type === 'apiKey' ? `${name} in ${authentication.headerName}` : name
}

function describeHeaders({ defaultHeaders }: EndpointValues): string {
  if (defaultHeaders.length === 0) return 'None'
  return defaultHeaders
    .map(({ name, value, secret }) => `${name}: ${secret || value === null ? masked : value}`)
    .join('\n')
}

function secretRow(mine: EndpointValues, current: Endpoint, startedFrom: Endpoint): ConflictChange {
  const replaced = authenticationFields[mine.authentication.type].some(
    (part) => mine.authentication[part] !== null,
  )
  const theirsIsNew = current.authentication.setAt !== startedFrom.authentication.setAt
  return {
    field: 'Stored secret',
    mine: replaced ? 'Entered by you' : 'Unchanged',
    theirs: theirsIsNew ? `Set by ${current.authentication.setBy ?? current.updatedBy}` : 'Unchanged',
  }
}

function seconds(value: number | null): string {
  return value === null ? 'Empty' : `${value} s`
}
