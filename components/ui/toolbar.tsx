'use client'

import { Toolbar as Base } from '@base-ui/react/toolbar'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from '@/lib/utils'
import { buttonStyles, type ButtonVariants } from './button-styles'
import { Spinner } from './spinner'
import { Tooltip } from './tooltip'
import { useDisabledReason } from './use-disabled-reason'

type ToolbarProps = { label: string; className?: string; children: ReactNode }

/** One tab stop; arrows move inside. */
export function Toolbar({ label, className, children }: ToolbarProps) {
  return (
    <Base.Root aria-label={label} className={cn('flex items-center gap-1', className)}>
      {children}
    </Base.Root>
  )
}

type ToolbarButtonProps = Omit<ComponentProps<'button'>, 'aria-label' | 'children'> &
  ButtonVariants & {
    /** The accessible name; visible with `showLabel`, else a tooltip. */
    label: string
    icon?: ReactNode
    showLabel?: boolean
    /** Visible in place of the label, which stays the accessible name. */
    text?: ReactNode
    shortcut?: string
    disabledReason?: string
    pressed?: boolean
    /** Shows a spinner in place of the icon, and ignores clicks. */
    loading?: boolean
  }

export function ToolbarButton({
  label,
  icon,
  showLabel,
  text = showLabel ? label : undefined,
  shortcut,
  disabledReason,
  pressed,
  loading,
  variant = 'ghost',
  size,
  className,
  ...props
}: ToolbarButtonProps) {
  const refusal = useDisabledReason(disabledReason)
  const square = text === undefined
  const busy = loading ? ({ 'aria-disabled': true, 'aria-busy': true, onClick: ignore } as const) : {}
  return (
    <>
      <Tooltip
        content={disabledReason ?? label}
        shortcut={disabledReason ? undefined : shortcut}
        side="bottom"
      >
        <Base.Button
          aria-label={label}
          aria-pressed={pressed}
          className={cn(
            buttonStyles({ variant, size, square }),
            loading && 'aria-disabled:opacity-100',
            className,
          )}
          {...props}
          {...busy}
          {...refusal.props}
        >
          {loading ? <Spinner /> : icon}
          {text}
        </Base.Button>
      </Tooltip>
      {disabledReason && (
        <span id={refusal.descriptionId} hidden>
          {disabledReason}
        </span>
      )}
    </>
  )
}

function ignore() {}

export function ToolbarGroup({ label, className, children }: ToolbarProps) {
  return (
    <Base.Group aria-label={label} className={cn('flex items-center gap-0.5', className)}>
      {children}
    </Base.Group>
  )
}

export function ToolbarSeparator() {
  return <Base.Separator className="mx-1 h-5 w-px bg-line" />
}
