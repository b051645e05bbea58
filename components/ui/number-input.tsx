'use client'

import { NumberField } from '@base-ui/react/number-field'
import type { FocusEventHandler, Ref } from 'react'
import { cn } from '@/lib/utils'
import { controlStyles } from './control-styles'

type NumberInputProps = {
  value: number | null
  onValueChange: (value: number | null) => void
  /** Inside the frame, as in `60 s`. */
  unit?: string
  min?: number
  max?: number
  step?: number
  disabled?: boolean
  label?: string
  name?: string
  id?: string
  onBlur?: FocusEventHandler<HTMLInputElement>
  className?: string
  ref?: Ref<HTMLInputElement>
}

/**
 * A number with its unit. What is out of range stays as typed, so that the form can say what is wrong
 * with it instead of changing it silently.
 */
export function NumberInput({
  value,
  onValueChange,
  unit,
  min,
  max,
  step = 1,
  disabled,
  label,
  name,
  id,
  onBlur,
  className,
  ref,
}: NumberInputProps) {
  return (
    <NumberField.Root
      id={id}
      value={value}
      onValueChange={onValueChange}
      min={min}
      max={max}
      step={step}
      smallStep={Math.min(step, 0.1)}
      allowOutOfRange
      format={{ useGrouping: false, maximumFractionDigits: 3 }}
      disabled={disabled}
      name={name}
      className={cn('w-full', className)}
    >
      <NumberField.Group className="relative flex items-center">
        <NumberField.Input
          ref={ref}
          aria-label={label}
          onBlur={onBlur}
          className={cn(controlStyles(), 'tabular-nums', unit && 'pr-12')}
        />
        {unit && (
          <span aria-hidden className="pointer-events-none absolute right-2.5 text-muted">
            {unit}
          </span>
        )}
      </NumberField.Group>
    </NumberField.Root>
  )
}
