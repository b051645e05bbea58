'use client'

import type { ComponentProps, ReactNode } from 'react'
import { cn } from '@/lib/utils'
import { buttonStyles, type ButtonVariants } from './button-styles'
import { DisabledReason } from './disabled-reason'
import { Spinner } from './spinner'
import { useDisabledReason } from './use-disabled-reason'
import { useHydrated } from './use-hydrated'

export type ButtonProps = ComponentProps<'button'> &
  ButtonVariants & {
    icon?: ReactNode
    /** Shows a spinner in place of the content, which keeps its width, and ignores clicks. */
    loading?: boolean
    /** Why it can't be used right now; the button stays in place and in the tab order. */
    disabledReason?: string
  }

export function Button({
  variant,
  size,
  icon,
  loading = false,
  disabledReason,
  className,
  children,
  type = 'button',
  ...props
}: ButtonProps) {
  const refusal = useDisabledReason(disabledReason)
  // Sent before React listens, a form would go out as the browser's own GET, passwords in the address.
  const waiting = !useHydrated() && type === 'submit'
  const busy = loading ? ({ 'aria-disabled': true, 'aria-busy': true, onClick: ignore } as const) : {}
  return (
    <DisabledReason reason={disabledReason} descriptionId={refusal.descriptionId}>
      <button
        type={loading || disabledReason ? 'button' : type}
        className={cn(
          buttonStyles({ variant, size }),
          loading && 'aria-disabled:opacity-100',
          waiting && 'disabled:opacity-100',
          className,
        )}
        {...props}
        disabled={waiting || props.disabled}
        {...busy}
        {...refusal.props}
      >
        <span className={cn('inline-flex items-center gap-1.5', loading && 'opacity-0')}>
          {icon}
          {children}
        </span>
        {loading && <Spinner className="absolute inset-0 m-auto" />}
      </button>
    </DisabledReason>
  )
}

function ignore() {}
