import type { AuthenticationType, Endpoint } from '@/lib/endpoints/schema'
import { type EndpointStatus, endpointStatus } from './endpoint-status'

export type EndpointFilter = {
  /** Looked for in name, description and base URL, in any case; every word has to be there. */
  search?: string
  auth?: AuthenticationType | null
  status?: EndpointStatus | null
  unused?: boolean
}

export function matchEndpoints(endpoints: Endpoint[], filter: EndpointFilter): Endpoint[] {
  const words = (filter.search ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  return endpoints.filter((endpoint) => {
    const text = `${endpoint.name}\n${endpoint.description}\n${endpoint.baseUrl}`.toLowerCase()
    return (
      words.every((word) => text.includes(word)) &&
      (!filter.auth || endpoint.authentication.type === filter.auth) &&
      (!filter.status || endpointStatus(endpoint) === filter.status) &&
      (!filter.unused || endpoint.usedBy === 0)
    )
  })
}

export const endpointSorts = ['name', 'status', 'used', 'updated'] as const
export type EndpointSort = (typeof endpointSorts)[number]

/** The first direction of each: what people look for first. */
export const firstOrder = {
  name: 'asc',
  status: 'asc',
  used: 'desc',
  updated: 'desc',
} as const satisfies Record<EndpointSort, 'asc' | 'desc'>

const urgency: EndpointStatus[] = ['failing', 'needs_secret', 'untested', 'ok']

const compare: Record<EndpointSort, (a: Endpoint, b: Endpoint) => number> = {
  name: byName,
  status: (a, b) => urgency.indexOf(endpointStatus(a)) - urgency.indexOf(endpointStatus(b)),
  used: (a, b) => a.usedBy - b.usedBy,
  updated: (a, b) => Date.parse(a.updatedAt) - Date.parse(b.updatedAt),
}

/** Sorted without changing the list; equals stay in the order of their names. */
export function sortEndpoints(endpoints: Endpoint[], sort: EndpointSort, order: 'asc' | 'desc'): Endpoint[] {
  const sign = order === 'asc' ? 1 : -1
  return endpoints.toSorted((a, b) => sign * compare[sort](a, b) || byName(a, b))
}

function byName(a: Endpoint, b: Endpoint): number {
  return a.name.localeCompare(b.name, 'en', { numeric: true })
}
