import { useCallback, useSyncExternalStore } from 'react'

/** Follows a media query; `false` on the server. */
export function useMediaQuery(query: string): boolean {
  const subscribe = useCallback(
    (onChange: () => void) => {
      const list = window.matchMedia(query)
      list.addEventListener('change', onChange)
      return () => list.removeEventListener('change', onChange)
    },
    [query],
  )
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(query).matches,
    () => false,
  )
}

/** On a phone the canvas is there to look at: steps are too small to be moved and wired by thumb. */
export const phoneQuery = '(max-width: 767px)'
export const wideQuery = '(min-width: 1280px)'
