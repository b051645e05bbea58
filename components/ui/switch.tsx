'use client'

import { Switch as Base } from '@base-ui/react/switch'
import { useId } from 'react'
import { cn } from '@/lib/utils'
import type { ToggleProps } from './checkbox'
import { DisabledReason } from './disabled-reason'

/** On or off, with effect at once or with the form around it. */
export function Switch({
  label,
  description,
  hideLabel,
  checked,
  onCheckedChange,
  disabled,
  disabledReason,
  className,
}: ToggleProps) {
  const id = useId()
  return (
    <div className={cn('flex items-start gap-2.5', className)}>
      <DisabledReason reason={disabledReason} descriptionId={`${id}-reason`}>
        <Base.Root
          id={id}
          aria-labelledby={`${id}-label`}
          aria-describedby={disabledReason ? `${id}-reason` : description ? `${id}-description` : undefined}
          aria-disabled={disabledReason ? true : undefined}
          checked={checked}
          onCheckedChange={disabledReason ? undefined : onCheckedChange}
          disabled={disabled}
          className="relative mt-0.5 inline-flex h-4.5 w-8 shrink-0 items-center rounded-full border border-line-strong bg-strong p-px transition-colors after:absolute after:-inset-1 aria-disabled:opacity-60 data-checked:border-accent data-checked:bg-accent"
        >
          <Base.Thumb className="size-3.5 rounded-full bg-line-strong transition-transform data-checked:translate-x-3.5 data-checked:bg-on-accent" />
        </Base.Root>
      </DisabledReason>
      <div className={cn('min-w-0', hideLabel && 'sr-only')}>
        <label htmlFor={id} id={`${id}-label`} className="block cursor-pointer">
          {label}
        </label>
        {description && (
          <p id={`${id}-description`} className="text-xs text-muted">
            {description}
          </p>
        )}
      </div>
    </div>
  )
}
