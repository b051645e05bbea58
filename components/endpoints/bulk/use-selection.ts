import { useState } from 'react'
import type { Endpoint } from '@/lib/endpoints/schema'

/** Which endpoints are ticked. What the filter hides is not acted upon, and ticked again when it comes back. */
export function useSelection(shown: readonly Endpoint[]) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const selected = shown.filter(({ id }) => ids.has(id))
  return {
    selected,
    isPossible: shown.length > 0,
    isAll: shown.length > 0 && selected.length === shown.length,
    has: (id: string) => ids.has(id),
    set: (id: string, isSelected: boolean) =>
      setIds((before) => {
        const next = new Set(before)
        if (isSelected) next.add(id)
        else next.delete(id)
        return next
      }),
    setAll: (isSelected: boolean) => setIds(new Set(isSelected ? shown.map(({ id }) => id) : [])),
  }
}

export type Selection = ReturnType<typeof useSelection>
