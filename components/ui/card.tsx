import type { ComponentProps, ReactNode } from 'react'
import { cn } from '@/lib/utils'

export function Card({ className, ...props }: ComponentProps<'section'>) {
  return (
    <section
      className={cn('flex min-w-0 flex-col rounded-lg border border-line bg-surface', className)}
      {...props}
    />
  )
}

type CardHeaderProps = {
  title: ReactNode
  /** For `aria-labelledby` on the card. */
  id?: string
  description?: ReactNode
  actions?: ReactNode
  level?: 2 | 3
}

export function CardHeader({ title, id, description, actions, level = 2 }: CardHeaderProps) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <header className="flex min-h-11 items-center justify-between gap-3 border-b border-line px-4 py-2">
      <div className="min-w-0">
        <Heading id={id} className="text-sm font-semibold">
          {title}
        </Heading>
        {description && <p className="text-xs text-muted">{description}</p>}
      </div>
      {actions && <div className="flex shrink-0 items-center gap-2">{actions}</div>}
    </header>
  )
}

/** `flush` leaves out the padding, for tables and lists that reach the edges. */
export function CardBody({ flush, className, ...props }: ComponentProps<'div'> & { flush?: boolean }) {
  return <div className={cn('min-w-0 flex-1', !flush && 'p-4', className)} {...props} />
}

export function CardFooter({ className, ...props }: ComponentProps<'footer'>) {
  return (
    <footer
      className={cn(
        'flex flex-wrap items-center justify-end gap-2 border-t border-line px-4 py-3',
        className,
      )}
      {...props}
    />
  )
}
