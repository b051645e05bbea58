import { type KeyboardEvent, type PointerEvent, useRef } from 'react'

type Props = {
  label: string
  /** Height in pixels of what lies below. */
  value: number
  min: number
  max: number
  onValueChange: (value: number) => void
}

const step = 24

/** The upper edge of a pane, to be dragged or moved with the arrow keys. */
export function ResizeHandle({ label, value, min, max, onValueChange }: Props) {
  const grabbed = useRef<{ y: number; value: number } | null>(null)
  const change = (next: number) => onValueChange(Math.round(Math.min(max, Math.max(min, next))))

  function onKeyDown(event: KeyboardEvent) {
    const next = { ArrowUp: value + step, ArrowDown: value - step, Home: min, End: max }[event.key]
    if (next === undefined) return
    event.preventDefault()
    change(next)
  }

  function onPointerDown(event: PointerEvent<HTMLDivElement>) {
    event.currentTarget.setPointerCapture(event.pointerId)
    grabbed.current = { y: event.clientY, value }
  }

  function onPointerMove(event: PointerEvent) {
    if (grabbed.current) change(grabbed.current.value + grabbed.current.y - event.clientY)
  }

  return (
    // A separator with a value is a control (WAI-ARIA 1.2), which the rule doesn't know.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an hr can't be focused
      role="separator"
      aria-label={label}
      aria-orientation="horizontal"
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="absolute inset-x-0 -top-1 z-10 h-2 cursor-row-resize touch-none hover:bg-accent-soft focus-visible:bg-accent-soft"
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => (grabbed.current = null)}
      onPointerCancel={() => (grabbed.current = null)}
    />
  )
}
