import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { popupStyles } from '@/components/ui/popup-styles'
import { cn } from '@/lib/utils'
import type { Suggestion } from './suggestions'

type Props = {
  id: string
  anchor: RefObject<HTMLElement | null>
  suggestions: Suggestion[]
  active: number
  optionId: (index: number) => string
  onActiveChange: (index: number) => void
  onAccept: (suggestion: Suggestion) => void
}

const maxHeight = 288

/** Under its field, above everything; the focus stays in the field. */
export function SuggestionList({
  id,
  anchor,
  suggestions,
  active,
  optionId,
  onActiveChange,
  onAccept,
}: Props) {
  const list = useRef<HTMLDivElement>(null)
  const place = usePlace(anchor)
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])
  if (!place) return null
  return createPortal(
    <div
      ref={list}
      id={id}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the native ones take the focus from the field
      role="listbox"
      aria-label="Suggestions"
      className={cn(popupStyles, 'fixed z-50 overflow-y-auto p-1')}
      style={{ ...place, maxHeight }}
    >
      {suggestions.map((suggestion, index) => (
        // The field handles the keys and says which option is active (aria-activedescendant).
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={suggestion.reference}
          id={optionId(index)}
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an option outside of a select is not drawn
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={cn('cursor-default rounded-md px-2 py-1', index === active && 'bg-subtle')}
          // Before the field would lose the focus.
          onPointerDown={(event) => event.preventDefault()}
          onPointerMove={() => onActiveChange(index)}
          onClick={() => onAccept(suggestion)}
        >
          <span className="flex items-baseline gap-2">
            <span className="min-w-0 flex-1 truncate font-mono text-xs">{suggestion.reference}</span>
            <span className="shrink-0 text-xs text-muted">{suggestion.type}</span>
          </span>
          <span className="flex items-baseline gap-2 text-xs text-muted">
            <span className="shrink-0">{suggestion.source}</span>
            {suggestion.sample !== null && <span className="min-w-0 truncate">{suggestion.sample}</span>}
          </span>
        </div>
      ))}
    </div>,
    document.body,
  )
}

/** Follows the field while things scroll; opens upwards where there is no room below. */
function usePlace(anchor: RefObject<HTMLElement | null>) {
  const [place, setPlace] = useState<{ left: number; width: number; top?: number; bottom?: number } | null>(
    null,
  )
  useLayoutEffect(() => {
    function measure() {
      if (!anchor.current) return
      const box = anchor.current.getBoundingClientRect()
      const width = Math.min(Math.max(box.width, 320), window.innerWidth - 16)
      const left = Math.max(8, Math.min(box.left, window.innerWidth - width - 8))
      const below = window.innerHeight - box.bottom
      setPlace(
        below < maxHeight && box.top > below
          ? { left, width, bottom: window.innerHeight - box.top + 4 }
          : { left, width, top: box.bottom + 4 },
      )
    }
    measure()
    window.addEventListener('scroll', measure, true)
    window.addEventListener('resize', measure)
    return () => {
      window.removeEventListener('scroll', measure, true)
      window.removeEventListener('resize', measure)
    }
  }, [anchor])
  return place
}
