'use client'

import { Search, X } from 'lucide-react'
import { type Ref, useRef } from 'react'
import { cn } from '@/lib/utils'
import { controlStyles } from './control-styles'

type SearchInputProps = {
  value: string
  onValueChange: (value: string) => void
  onBlur?: () => void
  /** The accessible name, and the placeholder unless there is another. */
  label: string
  placeholder?: string
  size?: 'sm' | 'md'
  className?: string
  ref?: Ref<HTMLInputElement>
}

/** Filters what is listed nearby. Esc empties it before it closes anything around it. */
export function SearchInput({
  value,
  onValueChange,
  onBlur,
  label,
  placeholder = label,
  size = 'md',
  className,
  ref,
}: SearchInputProps) {
  const input = useRef<HTMLInputElement>(null)
  const attach = (element: HTMLInputElement | null) => {
    input.current = element
    if (typeof ref === 'function') ref(element)
    else if (ref) ref.current = element
  }
  return (
    <span className={cn('relative flex items-center', className)}>
      <Search aria-hidden className="pointer-events-none absolute left-2.5 size-4 text-muted" />
      <input
        ref={attach}
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={value}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onValueChange(event.target.value)}
        onBlur={onBlur}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return
          event.preventDefault()
          event.stopPropagation()
          onValueChange('')
        }}
        className={cn(
          controlStyles({ size }),
          'appearance-none pr-8 pl-8 [&::-webkit-search-cancel-button]:hidden',
        )}
      />
      {value !== '' && (
        <button
          type="button"
          aria-label="Clear search"
          onClick={() => {
            onValueChange('')
            input.current?.focus()
          }}
          className="absolute right-1 grid size-6 place-items-center rounded-sm text-muted hover:bg-subtle hover:text-ink"
        >
          <X aria-hidden className="size-4" />
        </button>
      )}
    </span>
  )
}
