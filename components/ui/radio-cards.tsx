'use client'

import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { type ReactNode, useId } from 'react'
import { cn } from '@/lib/utils'

export type RadioCard<T extends string> = {
  value: T
  label: string
  description?: ReactNode
  /** A second line in monospace, for example the header that is sent. */
  detail?: ReactNode
  disabled?: boolean
}

type RadioCardsProps<T extends string> = {
  legend: ReactNode
  hideLegend?: boolean
  value: T
  onValueChange: (value: T) => void
  options: readonly RadioCard<T>[]
  columns?: 1 | 2 | 3 | 4
  disabled?: boolean
  className?: string
}

const columnStyles = {
  1: 'grid-cols-1',
  2: 'grid-cols-[repeat(auto-fill,minmax(min(15rem,100%),1fr))]',
  3: 'sm:grid-cols-3',
  4: 'sm:grid-cols-2 xl:grid-cols-4',
} as const

/** One of a few kinds, each explained. */
export function RadioCards<T extends string>({
  legend,
  hideLegend,
  value,
  onValueChange,
  options,
  columns = 2,
  disabled,
  className,
}: RadioCardsProps<T>) {
  const id = useId()
  return (
    <div className={cn('flex flex-col gap-1.5', className)}>
      <div id={id} className={cn('text-sm font-medium', hideLegend && 'sr-only')}>
        {legend}
      </div>
      <RadioGroup
        aria-labelledby={id}
        value={value}
        onValueChange={(next) => {
          const chosen = options.find((option) => option.value === next)
          if (chosen) onValueChange(chosen.value)
        }}
        disabled={disabled}
        className={cn('grid gap-2', columnStyles[columns])}
      >
        {options.map((option) => (
          <label
            key={option.value}
            htmlFor={`${id}-${option.value}-input`}
            className="flex cursor-pointer items-start gap-2.5 rounded-md border border-line-strong/55 bg-surface p-2.5 hover:border-line-strong has-data-checked:border-accent has-data-checked:bg-accent-soft has-data-disabled:cursor-not-allowed has-data-disabled:opacity-60"
          >
            <Radio.Root
              id={`${id}-${option.value}-input`}
              value={option.value}
              aria-labelledby={`${id}-${option.value}`}
              aria-describedby={`${id}-${option.value}-more`}
              disabled={option.disabled}
              className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-line-strong bg-surface data-checked:border-accent data-checked:bg-accent"
            >
              <Radio.Indicator className="size-1.5 rounded-full bg-on-accent" />
            </Radio.Root>
            <span className="min-w-0">
              <span id={`${id}-${option.value}`} className="block font-medium">
                {option.label}
              </span>
              <span id={`${id}-${option.value}-more`} className="block text-xs text-muted">
                {option.description && <span className="block">{option.description}</span>}
                {option.detail && <span className="block truncate font-mono">{option.detail}</span>}
              </span>
            </span>
          </label>
        ))}
      </RadioGroup>
    </div>
  )
}
