import { type ReactNode, useEffect, useRef } from 'react'
import { cn } from '@/lib/utils'

type Props = {
  text: string
  label: string
  wrap: boolean
  matches: number[]
  matchLength: number
  /** Which match is the current one; it is kept in view. */
  current: number
}

/** A body as plain text, never as markup, with what was searched for marked. */
export function BodyText({ text, label, wrap, matches, matchLength, current }: Props) {
  const mark = useRef<HTMLElement>(null)
  const position = matches[current]
  useEffect(() => {
    // In braces: newer browsers return a promise here, which is no clean-up.
    mark.current?.scrollIntoView({ block: 'nearest' })
  }, [position, matchLength])

  return (
    <section
      aria-label={label}
      // A scrolling region has to be reachable for the keyboard to scroll it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="overflow-x-auto rounded-md border border-line bg-subtle p-3"
    >
      <pre className={cn('font-mono text-xs leading-5', wrap && 'break-all whitespace-pre-wrap')}>
        {matches.length === 0 ? text : marked()}
      </pre>
    </section>
  )

  function marked(): ReactNode[] {
    const parts: ReactNode[] = []
    let end = 0
    matches.forEach((start, index) => {
      parts.push(text.slice(end, start))
      end = start + matchLength
      parts.push(
        <mark
          key={start}
          ref={index === current ? mark : undefined}
          className={cn(
            'rounded-sm bg-warning-soft text-ink outline outline-warning-line',
            index === current && 'bg-accent text-on-accent',
          )}
        >
          {text.slice(start, end)}
        </mark>,
      )
    })
    parts.push(text.slice(end))
    return parts
  }
}
