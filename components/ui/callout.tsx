import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from '@/lib/utils'
import { toneStyles } from './badge'

const icons = { info: Info, success: CircleCheck, warning: TriangleAlert, danger: CircleAlert } as const

type CalloutProps = {
  tone: keyof typeof icons
  title?: ReactNode
  actions?: ReactNode
  /** `alert` for what stops the reader, `status` for news; nothing for what was there from the start. */
  role?: 'alert' | 'status'
  className?: string
  children?: ReactNode
}

/** A remark in place. */
export function Callout({ tone, title, actions, role, className, children }: CalloutProps) {
  const Icon = icons[tone]
  return (
    <div role={role} className={cn('flex gap-2.5 rounded-md border px-3 py-2', toneStyles[tone], className)}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1 text-ink">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className={cn(Boolean(title) && 'text-muted')}>{children}</div>}
        {actions && <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  )
}
