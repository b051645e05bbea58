'use client'

import { Dialog as Base } from '@base-ui/react/dialog'
import { useRef, useState } from 'react'
import { scrimStyles } from '@/components/ui/scrim-styles'
import { PaletteContent } from './palette-content'
import type { PaletteItem } from './palette-item'

export type PaletteProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** What the page offers. */
  readOffers: () => PaletteItem[]
  go: (href: string) => void
}

/** Everything that can be opened or done, found by typing. Modal; the focus goes back to where it was. */
export function Palette({ open, onOpenChange, readOffers, go }: PaletteProps) {
  const [query, setQuery] = useState('')
  const [list, setList] = useState<{ id: string; query: string } | null>(null)
  const input = useRef<HTMLInputElement>(null)
  // What is chosen may move the focus itself, so it waits until that is back.
  const chosen = useRef<(() => void) | null>(null)

  function choose({ action }: PaletteItem) {
    if ('list' in action) {
      setList({ id: action.list, query: '' })
      input.current?.focus()
      return
    }
    chosen.current = 'href' in action ? () => go(action.href) : action.run
    onOpenChange(false)
  }

  function onClosed() {
    setQuery('')
    setList(null)
    const run = chosen.current
    chosen.current = null
    run?.()
  }

  return (
    <Base.Root
      open={open}
      onOpenChange={(next, { reason }) => {
        if (!next && list && reason === 'escape-key') {
          setList(null)
          input.current?.focus()
        } else onOpenChange(next)
      }}
      onOpenChangeComplete={(next) => {
        if (!next) onClosed()
      }}
    >
      <Base.Portal>
        <Base.Backdrop className={scrimStyles} />
        <Base.Popup
          initialFocus={input}
          className="fixed inset-x-0 top-0 z-40 mx-auto flex h-dvh w-full flex-col overflow-hidden bg-raised text-ink shadow-overlay outline-none sm:top-[12dvh] sm:h-auto sm:max-h-[min(30rem,76dvh)] sm:w-[calc(100%-3rem)] sm:max-w-2xl sm:rounded-xl sm:border sm:border-line"
        >
          <Base.Title className="sr-only">Search and commands</Base.Title>
          <PaletteContent
            inputRef={input}
            query={list ? list.query : query}
            onQueryChange={(next) => (list ? setList({ ...list, query: next }) : setQuery(next))}
            listId={list?.id ?? null}
            onBack={() => setList(null)}
            onChoose={choose}
            readOffers={readOffers}
          />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
