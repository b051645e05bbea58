'use client'

import type { ComponentProps, ReactNode } from 'react'
import { cn } from '@/lib/utils'
import { buttonStyles, type ButtonVariants } from './button-styles'
import { Spinner } from './spinner'
import { Tooltip } from './tooltip'
import { useDisabledReason } from './use-disabled-reason'

type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label'> &
  ButtonVariants & {
    /** The accessible name, shown as a tooltip. */
    label: string
    /** The icon. */
    children: ReactNode
    loading?: boolean
    disabledReason?: string
    shortcut?: string
    tooltipSide?: 'top' | 'bottom' | 'left' | 'right'
  }

export function IconButton({
  label,
  children,
  variant = 'ghost',
  size,
  loading = false,
  disabledReason,
  shortcut,
  tooltipSide,
  className,
  ...props
}: IconButtonProps) {
  const refusal = useDisabledReason(disabledReason)
  return (
    <>
      <Tooltip
        content={disabledReason ?? label}
        shortcut={disabledReason ? undefined : shortcut}
        side={tooltipSide}
      >
        <button
          type="button"
          aria-label={label}
          aria-busy={loading || undefined}
          className={cn(
            buttonStyles({ variant, size, square: true }),
            'text-muted hover:text-ink',
            className,
          )}
          {...props}
          disabled={props.disabled ?? loading}
          {...refusal.props}
        >
          {loading ? <Spinner /> : children}
        </button>
      </Tooltip>
      {disabledReason && (
        <span id={refusal.descriptionId} hidden>
          {disabledReason}
        </span>
      )}
    </>
  )
}
