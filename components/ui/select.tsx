'use client'

import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronsUpDown } from 'lucide-react'
import type { FocusEventHandler, ReactNode, Ref } from 'react'
import { cn } from '@/lib/utils'
import { controlStyles } from './control-styles'
import { popupItemStyles, popupStyles } from './popup-styles'

export type SelectOption<T extends string> = {
  value: T
  label: string
  description?: string
  icon?: ReactNode
  disabled?: boolean
}

type SelectProps<T extends string> = {
  value: T | null
  onValueChange: (value: T) => void
  options: readonly SelectOption<T>[]
  placeholder?: string
  size?: 'sm' | 'md'
  /** The accessible name when it stands outside a `Field`. */
  label?: string
  id?: string
  name?: string
  disabled?: boolean
  onBlur?: FocusEventHandler<HTMLButtonElement>
  className?: string
  ref?: Ref<HTMLButtonElement>
}

/** One of a few fixed values. */
export function Select<T extends string>({
  value,
  onValueChange,
  options,
  placeholder = 'Choose',
  size,
  label,
  id,
  name,
  disabled,
  onBlur,
  className,
  ref,
}: SelectProps<T>) {
  const chosen = options.find((option) => option.value === value)
  return (
    <Base.Root
      value={value}
      onValueChange={(next: T | null) => {
        if (next !== null) onValueChange(next)
      }}
      items={options}
      name={name}
      disabled={disabled}
    >
      <Base.Trigger
        ref={ref}
        id={id}
        aria-label={label}
        onBlur={onBlur}
        className={cn(
          controlStyles({ size }),
          'flex items-center justify-between gap-2 text-left',
          className,
        )}
      >
        <span className="flex min-w-0 items-center gap-2 [&_svg]:size-4">
          {chosen?.icon}
          <Base.Value className="truncate data-placeholder:text-faint" placeholder={placeholder} />
        </span>
        <Base.Icon className="text-muted">
          <ChevronsUpDown className="size-3.5" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner alignItemWithTrigger={false} sideOffset={4} collisionPadding={8} className="z-50">
          <Base.Popup
            className={cn(
              popupStyles,
              'max-h-(--available-height) min-w-(--anchor-width) overflow-y-auto p-1',
            )}
          >
            <Base.List>
              {options.map((option) => (
                <Base.Item
                  key={option.value}
                  value={option.value}
                  label={option.label}
                  disabled={option.disabled}
                  className={popupItemStyles}
                >
                  {option.icon}
                  <span className="min-w-0 flex-1">
                    <Base.ItemText>{option.label}</Base.ItemText>
                    {option.description && (
                      <span className="block text-xs text-muted">{option.description}</span>
                    )}
                  </span>
                  <span className="ml-4 size-4">
                    <Base.ItemIndicator>
                      <Check className="text-accent-ink" />
                    </Base.ItemIndicator>
                  </span>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
