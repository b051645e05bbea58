import { useSyncExternalStore } from 'react'
import type { z } from 'zod'
import { subscribeToStorage, tellStorageChanged } from './storage-changes'

/**
 * Values that this device keeps as JSON under names with one beginning.
 * @param none what stands for a value that is not there, or that another version wrote in another shape
 */
export function createStoredJson<Value>(prefix: string, schema: z.ZodType<Value>, none: Value) {
  /** Snapshots have to stay the same object as long as nothing changed. */
  const cache = new Map<string, { text: string; value: Value }>()

  function read(name: string): Value {
    const text = textOf(prefix + name)
    const known = cache.get(name)
    if (known?.text === text) return known.value
    const value = parse(text)
    cache.set(name, { text, value })
    return value
  }

  function parse(text: string): Value {
    try {
      return schema.safeParse(JSON.parse(text)).data ?? none
    } catch {
      return none
    }
  }

  return {
    read,
    use: (name: string): Value =>
      useSyncExternalStore(
        subscribeToStorage,
        () => read(name),
        () => none,
      ),
    /** @returns whether there was room for it: without storage nothing is kept */
    write: (name: string, value: Value | null): boolean => {
      try {
        if (value === null) localStorage.removeItem(prefix + name)
        else localStorage.setItem(prefix + name, JSON.stringify(value))
      } catch {
        return false
      }
      tellStorageChanged()
      return true
    },
    /** Under all names. */
    forgetAll: (): void => {
      try {
        for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key)
      } catch {
        return // Without storage there are none.
      }
      tellStorageChanged()
    },
  }
}

function textOf(key: string): string {
  try {
    return localStorage.getItem(key) ?? ''
  } catch {
    return ''
  }
}
