import { useSyncExternalStore } from 'react'
import { subscribeToStorage, tellStorageChanged } from './storage-changes'

const none: string[] = []

/**
 * Ids that were used last on this device, newest first, apart for each organization. Only ids: what they
 * stand for is asked of the server again, which knows whether its reader may still see it.
 */
export function createRecentIds(name: string, limit: number) {
  /** Snapshots have to stay the same object as long as nothing changed. */
  const cache = new Map<string, { text: string; ids: string[] }>()
  const key = (organization: string) => `sluice.${name}.${organization}`

  function read(organization: string): string[] {
    const text = stored(key(organization))
    const known = cache.get(organization)
    if (known?.text === text) return known.ids
    const ids = parse(text)
    cache.set(organization, { text, ids })
    return ids
  }

  return {
    useIds: (organization: string): string[] =>
      useSyncExternalStore(
        subscribeToStorage,
        () => read(organization),
        () => none,
      ),
    remember: (organization: string, id: string): void => {
      const ids = [id, ...read(organization).filter((other) => other !== id)].slice(0, limit)
      try {
        localStorage.setItem(key(organization), JSON.stringify(ids))
      } catch {
        return // Without storage there is no memory, and nothing else is lost.
      }
      tellStorageChanged()
    },
  }
}

function stored(key: string): string {
  try {
    return localStorage.getItem(key) ?? '[]'
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
