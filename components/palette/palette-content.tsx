import { Dialog as Base } from '@base-ui/react/dialog'
import { ArrowLeft, Search, X } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useEffect, useId, useState } from 'react'
import { announce } from '@/components/ui/announcer'
import { buttonStyles } from '@/components/ui/button-styles'
import { IconButton } from '@/components/ui/icon-button'
import { plural } from '@/lib/format'
import { cn } from '@/lib/utils'
import type { PaletteItem, PaletteList } from './palette-item'
import { PaletteNews } from './palette-news'
import { PaletteResults } from './palette-results'
import { rankItems } from './rank-items'
import { usePaletteCommands } from './use-palette-commands'
import { usePaletteThings } from './use-palette-things'

/** Of one group; whoever looks for more types more. */
const limits = { all: 8, list: 50 } as const

type PaletteContentProps = {
  inputRef: RefObject<HTMLInputElement | null>
  query: string
  onQueryChange: (query: string) => void
  /** The list that is open inside the palette. */
  listId: string | null
  onBack: () => void
  onChoose: (item: PaletteItem) => void
  readOffers: () => PaletteItem[]
}

/** A field, and what answers to it. The focus stays in the field; the keys move a mark over the results. */
export function PaletteContent({
  inputRef,
  query,
  onQueryChange,
  listId,
  onBack,
  onChoose,
  readOffers,
}: PaletteContentProps) {
  const [offers] = useState(readOffers)
  const { things, opened, runnable, ...loading } = usePaletteThings(query)
  const commands = usePaletteCommands(runnable)
  const list = commands
    .map(({ action }) => action)
    .find((action): action is PaletteList => 'list' in action && action.list === listId)
  const isEmpty = query.trim() === ''
  const items = list
    ? list.items
    : isEmpty
      ? [...opened, ...offers.filter(({ group }) => group === 'Commands'), ...commands].toSorted(lastLast)
      : [...things, ...offers, ...commands]
  const groups = rankItems(items, query, list ? limits.list : isEmpty ? Infinity : limits.all)
  const results = groups.flatMap((group) => group.items)

  const [markedId, setMarkedId] = useState<string | null>(null)
  const marked = Math.max(
    0,
    results.findIndex(({ id }) => id === markedId),
  )
  const listboxId = useId()
  const optionId = (index: number) => `${listboxId}-${index}`

  useEffect(() => {
    if (query.trim() !== '') announce(plural(results.length, 'match', 'matches'))
  }, [query, results.length])
  useEffect(() => {
    document.getElementById(`${listboxId}-${marked}`)?.scrollIntoView({ block: 'nearest' })
  }, [listboxId, marked, groups.length])

  function change(next: string) {
    setMarkedId(null)
    onQueryChange(next)
  }

  function choose(item: PaletteItem | undefined) {
    if (!item) return
    if (item.disabledReason !== undefined) return announce(item.disabledReason)
    setMarkedId(null)
    onChoose(item)
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey)
      return
    const last = results.length - 1
    const places: Record<string, number> = {
      ArrowDown: marked === last ? 0 : marked + 1,
      ArrowUp: marked === 0 ? last : marked - 1,
      Home: 0,
      End: last,
    }
    const place = places[event.key]
    if (place !== undefined) {
      event.preventDefault()
      setMarkedId(results[place]?.id ?? null)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      choose(results[marked])
    } else if (event.key === 'Backspace' && query === '' && list) {
      event.preventDefault()
      back()
    }
  }

  function back() {
    setMarkedId(null)
    onBack()
    inputRef.current?.focus()
  }

  const label = list ? 'Run which flow?' : 'Search or run a command'
  return (
    <>
      <div className="flex h-12 shrink-0 items-center gap-2 border-b border-line px-3">
        {list ? (
          <IconButton label="Back" size="sm" onClick={back} className="-mx-1.5">
            <ArrowLeft aria-hidden />
          </IconButton>
        ) : (
          <Search aria-hidden className="size-4 shrink-0 text-muted" />
        )}
        <input
          ref={inputRef}
          role="combobox"
          aria-label={label}
          aria-expanded={results.length > 0}
          aria-controls={listboxId}
          aria-autocomplete="list"
          aria-activedescendant={results.length > 0 ? optionId(marked) : undefined}
          placeholder={label}
          value={query}
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKeyDown}
          spellCheck={false}
          autoComplete="off"
          enterKeyHint="go"
          className="h-full min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-muted pointer-coarse:text-lg"
        />
        <Base.Close
          aria-label="Close"
          className={cn(
            buttonStyles({ variant: 'ghost', size: 'sm', square: true }),
            '-mr-1 text-muted sm:hidden',
          )}
        >
          <X aria-hidden />
        </Base.Close>
      </div>
      <PaletteResults
        id={listboxId}
        optionId={optionId}
        groups={groups}
        marked={results[marked]}
        onMark={({ id }) => setMarkedId(id)}
        onChoose={choose}
      />
      <PaletteNews {...loading} query={query} isEmpty={results.length === 0} />
    </>
  )
}

function lastLast(a: PaletteItem, b: PaletteItem): number {
  return Number(a.last ?? false) - Number(b.last ?? false)
}
