'use client'

import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** False in the server's HTML until React has taken it over, then true. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}
