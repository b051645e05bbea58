'use client'

import { type MouseEvent, useId } from 'react'

/**
 * A control that may not be used keeps its place and its focus, and says why: `aria-disabled` instead of
 * `disabled`, a description, and clicks that go nowhere.
 */
export function useDisabledReason(reason: string | undefined) {
  const id = useId()
  if (!reason) return { descriptionId: undefined, props: {} }
  const swallow = (event: MouseEvent) => {
    event.preventDefault()
    event.stopPropagation()
  }
  return {
    descriptionId: id,
    props: { 'aria-disabled': true, 'aria-describedby': id, onClick: swallow } as const,
  }
}
