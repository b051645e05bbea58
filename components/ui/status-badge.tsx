import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleX,
  Clock,
  Info,
  type LucideIcon,
  SkipForward,
  TriangleAlert,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from '@/lib/utils'
import { Badge, type Tone } from './badge'
import { Spinner } from './spinner'

export type StatusTone =
  'success' | 'danger' | 'warning' | 'info' | 'neutral' | 'running' | 'canceled' | 'queued' | 'skipped'

const looks: Record<StatusTone, { tone: Tone; icon: LucideIcon; text: string }> = {
  success: { tone: 'success', icon: CircleCheck, text: 'text-success' },
  danger: { tone: 'danger', icon: CircleX, text: 'text-danger' },
  warning: { tone: 'warning', icon: TriangleAlert, text: 'text-warning' },
  info: { tone: 'info', icon: Info, text: 'text-info' },
  neutral: { tone: 'neutral', icon: CircleDashed, text: 'text-muted' },
  running: { tone: 'info', icon: CircleDot, text: 'text-info' },
  canceled: { tone: 'neutral', icon: Ban, text: 'text-muted' },
  queued: { tone: 'neutral', icon: Clock, text: 'text-muted' },
  skipped: { tone: 'neutral', icon: SkipForward, text: 'text-muted' },
}

type StatusBadgeProps = {
  tone: StatusTone
  /** Without the frame, for dense tables. */
  plain?: boolean
  className?: string
  children: ReactNode
}

/** Icon, colour and text together; colour alone says nothing. */
export function StatusBadge({ tone, plain, className, children }: StatusBadgeProps) {
  const { icon: Icon, ...look } = looks[tone]
  const icon = tone === 'running' ? <Spinner className="size-3.5" /> : <Icon aria-hidden />
  if (!plain) {
    return (
      <Badge tone={look.tone} icon={icon} className={className}>
        {children}
      </Badge>
    )
  }
  return (
    <span
      className={cn(
        'inline-flex items-center gap-1.5 align-middle whitespace-nowrap [&_svg]:size-4 [&_svg]:shrink-0',
        look.text,
        className,
      )}
    >
      {icon}
      {children}
    </span>
  )
}
