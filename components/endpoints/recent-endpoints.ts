import { useSyncExternalStore } from 'react'
import { subscribeToStorage, tellStorageChanged } from '@/components/shell/storage-changes'
import type { Endpoint } from '@/lib/endpoints/schema'

const limit = 5
const none: string[] = []
/** Snapshots have to stay the same object as long as nothing changed. */
const cache = new Map<string, { text: string; ids: string[] }>()

/** The endpoints that were chosen last on this device, newest first. */
export function useRecentEndpoints(organization: string): string[] {
  return useSyncExternalStore(
    subscribeToStorage,
    () => read(organization),
    () => none,
  )
}

export function rememberEndpoint(organization: string, id: string): void {
  const ids = [id, ...read(organization).filter((other) => other !== id)].slice(0, limit)
  try {
    localStorage.setItem(key(organization), JSON.stringify(ids))
  } catch {
    return // Without storage there is no memory, and nothing else is lost.
  }
  tellStorageChanged()
}

export function recentFirst(endpoints: Endpoint[], recent: string[]): Endpoint[] {
  const found = recent.flatMap((id) => endpoints.filter((endpoint) => endpoint.id === id))
  return [...found, ...endpoints.filter((endpoint) => !found.includes(endpoint))]
}

function read(organization: string): string[] {
  const text = stored(organization)
  const known = cache.get(organization)
  if (known?.text === text) return known.ids
  const ids = parse(text)
  cache.set(organization, { text, ids })
  return ids
}

function stored(organization: string): string {
  try {
    return localStorage.getItem(key(organization)) ?? '[]'
  } catch {
    return '[]'
  }
}

function parse(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : none
  } catch {
    return none
  }
}

function key(organization: string): string {
  return `sluice.recent-endpoints.${organization}`
}
