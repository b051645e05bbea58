const listeners = new Set<() => void>()

/** For `useSyncExternalStore`: hears of what this tab or another one keeps in `localStorage`. */
export function subscribeToStorage(changed: () => void): () => void {
  listeners.add(changed)
  window.addEventListener('storage', changed)
  return () => {
    listeners.delete(changed)
    window.removeEventListener('storage', changed)
  }
}

/** Browsers tell the other tabs of a change, and not the one that made it. */
export function tellStorageChanged(): void {
  for (const changed of listeners) changed()
}
