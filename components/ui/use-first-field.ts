'use client'

import { type RefObject, useCallback, useRef } from 'react'

const fields =
  'input:not([type=hidden]):not([aria-hidden=true]):not(:disabled), textarea:not(:disabled), button[role=combobox]'

/**
 * Focus for a panel that opens: its first field rather than its close button, which comes first in the
 * document. On touch the panel itself, so that no keyboard covers it unasked.
 */
export function useFirstField(given: RefObject<HTMLElement | null> | undefined) {
  const popup = useRef<HTMLDivElement>(null)
  const firstField = useCallback(
    (openedBy: string) =>
      openedBy === 'touch' ? true : (popup.current?.querySelector<HTMLElement>(fields) ?? true),
    [],
  )
  return [popup, given ?? firstField] as const
}
