'use client'

import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from '@/lib/utils'
import { Button } from './button'
import { buttonStyles, type ButtonVariants } from './button-styles'

type ButtonLinkProps = ComponentProps<typeof Link> &
  ButtonVariants & {
    icon?: ReactNode
    disabledReason?: string
  }

/** A link that looks like a button. With a `disabledReason` it is a button that explains itself. */
export function ButtonLink({
  variant,
  size,
  icon,
  disabledReason,
  className,
  children,
  ...props
}: ButtonLinkProps) {
  if (disabledReason) {
    return (
      <Button variant={variant} size={size} icon={icon} disabledReason={disabledReason} className={className}>
        {children}
      </Button>
    )
  }
  return (
    <Link className={cn(buttonStyles({ variant, size }), className)} {...props}>
      {icon}
      {children}
    </Link>
  )
}
