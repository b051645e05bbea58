'use client'

import { type RefObject, useRef } from 'react'

const fields =
  'input:not([type=hidden]):not([aria-hidden=true]):not(:disabled), textarea:not(:disabled), button[role=combobox]'

/**
 * Focus for a panel that opens: its first field rather than its close button, which comes first in the
 * document. On touch the panel itself, so that no keyboard covers it unasked.
 */
export function useFirstField(given: RefObject<HTMLElement | null> | undefined) {
  const popup = useRef<HTMLDivElement>(null)
  const initialFocus =
    given ??
    ((openedBy: string) =>
      openedBy === 'touch' ? true : (popup.current?.querySelector<HTMLElement>(fields) ?? true))
  return { popup, initialFocus }
}
