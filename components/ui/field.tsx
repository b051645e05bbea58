'use client'

import { Field as Base } from '@base-ui/react/field'
import { Fieldset } from '@base-ui/react/fieldset'
import { CircleAlert } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { cn } from '@/lib/utils'

type FieldProps = {
  label: ReactNode
  description?: ReactNode
  error?: string
  /** Adds “optional” to the label. Required is the rule and has no mark. */
  optional?: boolean
  /** Shows how much room is left, from `from` characters on. */
  counter?: { length: number; max: number; from: number }
  hideLabel?: boolean
  /** At the right end of the label's line. */
  labelAction?: ReactNode
  className?: string
  /** One control of this kit. */
  children: ReactNode
}

/** Names one control, describes it and says what is wrong with it. */
export function Field({
  label,
  description,
  error,
  optional,
  counter,
  hideLabel,
  labelAction,
  className,
  children,
}: FieldProps) {
  return (
    <Base.Root invalid={error !== undefined} className={cn('flex min-w-0 flex-col gap-1', className)}>
      <div className={cn('flex min-h-5 items-center justify-between gap-2', hideLabel && 'sr-only')}>
        <Base.Label className="text-sm font-medium text-ink">
          {label}
          {optional && <span className="font-normal text-muted"> (optional)</span>}
        </Base.Label>
        {labelAction && <div className="-my-1">{labelAction}</div>}
      </div>
      {children}
      {error !== undefined && (
        <Base.Error match className="flex items-start gap-1.5 text-sm text-danger">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>{error}</span>
        </Base.Error>
      )}
      {(description || counter) && (
        <div className="flex justify-between gap-3 text-xs text-muted">
          {description && <Base.Description>{description}</Base.Description>}
          {counter && counter.length >= counter.from && (
            <span className={cn('ml-auto tabular-nums', counter.length > counter.max && 'text-danger')}>
              {counter.length} of {counter.max}
            </span>
          )}
        </div>
      )}
    </Base.Root>
  )
}

type FieldGroupProps = {
  legend: ReactNode
  description?: ReactNode
  error?: string
  className?: string
  children: ReactNode
}

/** Several controls that answer one question. */
export function FieldGroup({ legend, description, error, className, children }: FieldGroupProps) {
  const id = useId()
  return (
    <Fieldset.Root aria-describedby={id} className={cn('flex min-w-0 flex-col gap-2', className)}>
      <div className="flex flex-col gap-0.5">
        <Fieldset.Legend className="text-sm font-medium text-ink">{legend}</Fieldset.Legend>
        <div id={id} className="text-xs text-muted">
          {description}
          {error && <p className="text-sm text-danger">{error}</p>}
        </div>
      </div>
      {children}
    </Fieldset.Root>
  )
}
