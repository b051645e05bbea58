'use client'

import { Combobox as Base } from '@base-ui/react/combobox'
import { Check, ChevronsUpDown, X } from 'lucide-react'
import { type ReactNode, type Ref, useState } from 'react'
import { cn } from '@/lib/utils'
import { controlStyles } from './control-styles'
import { popupItemStyles, popupStyles } from './popup-styles'
import { Spinner } from './spinner'

type ComboboxProps<T> = {
  items: readonly T[]
  value: T | null
  onValueChange: (value: T | null) => void
  itemKey: (item: T) => string
  itemLabel: (item: T) => string
  /** What the typed text is looked for in; the label unless given. */
  search?: (item: T) => string
  renderItem?: (item: T) => ReactNode
  placeholder?: string
  /** Shown when nothing matches. */
  empty?: ReactNode
  /** Below the list, for example a button that adds what was typed. */
  footer?: (query: string) => ReactNode
  loading?: boolean
  clearable?: boolean
  disabled?: boolean
  /** The accessible name when it stands outside a `Field`. */
  label?: string
  className?: string
  inputRef?: Ref<HTMLInputElement>
}

/** One of many, found by typing. */
export function Combobox<T>({
  items,
  value,
  onValueChange,
  itemKey,
  itemLabel,
  search = itemLabel,
  renderItem = itemLabel,
  placeholder = 'Search',
  empty = 'Nothing matches',
  footer,
  loading,
  clearable,
  disabled,
  label,
  className,
  inputRef,
}: ComboboxProps<T>) {
  const [query, setQuery] = useState('')
  const typed = value !== null && query === itemLabel(value) ? '' : query
  return (
    <Base.Root
      items={items}
      value={value}
      onValueChange={(next: T | null) => onValueChange(next)}
      onInputValueChange={setQuery}
      itemToStringLabel={itemLabel}
      itemToStringValue={itemKey}
      isItemEqualToValue={(a: T, b: T) => itemKey(a) === itemKey(b)}
      filter={(item: T, text: string) => search(item).toLowerCase().includes(text.trim().toLowerCase())}
      autoHighlight
      // Base UI hides the page from screen readers while the list is open; so it may not be usable either.
      modal
      disabled={disabled}
    >
      <Base.InputGroup className={cn('relative flex w-full items-center', className)}>
        <Base.Input
          ref={inputRef}
          aria-label={label}
          placeholder={placeholder}
          className={cn(controlStyles(), clearable ? 'pr-14' : 'pr-8')}
        />
        <span className="absolute right-1 flex text-muted">
          {clearable && value !== null && (
            <Base.Clear
              aria-label="Clear"
              className="grid size-6 place-items-center rounded-sm hover:bg-subtle"
            >
              <X aria-hidden className="size-3.5" />
            </Base.Clear>
          )}
          <Base.Trigger
            aria-label="Show all"
            className="grid size-6 place-items-center rounded-sm hover:bg-subtle hover:text-ink"
          >
            {loading ? <Spinner className="size-3.5" /> : <ChevronsUpDown aria-hidden className="size-3.5" />}
          </Base.Trigger>
        </span>
      </Base.InputGroup>
      <Base.Portal>
        <Base.Positioner sideOffset={4} collisionPadding={8} className="z-50 outline-none">
          <Base.Popup
            className={cn(
              popupStyles,
              'flex max-h-[min(22rem,var(--available-height))] w-(--anchor-width) min-w-56 flex-col',
            )}
          >
            <Base.Empty className="px-3 py-2 text-muted empty:hidden">
              {loading ? 'Loading…' : empty}
            </Base.Empty>
            <Base.List className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-1 outline-none data-empty:p-0">
              {(item: T) => (
                <Base.Item key={itemKey(item)} value={item} className={popupItemStyles}>
                  <span className="min-w-0 flex-1">{renderItem(item)}</span>
                  <span className="size-4">
                    <Base.ItemIndicator>
                      <Check className="text-accent-ink" />
                    </Base.ItemIndicator>
                  </span>
                </Base.Item>
              )}
            </Base.List>
            {footer && <div className="border-t border-line p-1">{footer(typed)}</div>}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
