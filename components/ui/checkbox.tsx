'use client'

import { Checkbox as Base } from '@base-ui/react/checkbox'
import { Check, Minus } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { cn } from '@/lib/utils'
import { DisabledReason } from './disabled-reason'

export type ToggleProps = {
  label: ReactNode
  description?: ReactNode
  hideLabel?: boolean
  checked: boolean
  onCheckedChange: (checked: boolean) => void
  disabled?: boolean
  disabledReason?: string
  className?: string
}

type CheckboxProps = ToggleProps & { indeterminate?: boolean }

export function Checkbox({
  label,
  description,
  hideLabel,
  checked,
  onCheckedChange,
  indeterminate,
  disabled,
  disabledReason,
  className,
}: CheckboxProps) {
  const id = useId()
  return (
    <div className={cn('flex items-start gap-2', className)}>
      <DisabledReason reason={disabledReason} descriptionId={`${id}-reason`}>
        <Base.Root
          aria-labelledby={`${id}-label`}
          aria-describedby={disabledReason ? `${id}-reason` : description ? `${id}-description` : undefined}
          aria-disabled={disabledReason ? true : undefined}
          id={id}
          checked={checked}
          indeterminate={indeterminate}
          onCheckedChange={disabledReason ? undefined : onCheckedChange}
          disabled={disabled}
          className="relative mt-0.5 grid size-4 shrink-0 place-items-center rounded-sm border border-line-strong bg-surface text-on-accent after:absolute after:-inset-1 aria-disabled:opacity-60 data-checked:border-accent data-checked:bg-accent data-indeterminate:border-accent data-indeterminate:bg-accent"
        >
          <Base.Indicator>
            {indeterminate ? <Minus className="size-3" /> : <Check className="size-3" strokeWidth={3} />}
          </Base.Indicator>
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
