import type { StepView, StepViewStatus } from '@/components/runs/step-view'
import { StatusBadge, type StatusTone } from '@/components/ui/status-badge'

const looks = {
  queued: { tone: 'queued', text: 'Queued' },
  running: { tone: 'running', text: 'Running' },
  succeeded: { tone: 'success', text: 'Succeeded' },
  failed: { tone: 'danger', text: 'Failed' },
  skipped: { tone: 'skipped', text: 'Skipped' },
  canceled: { tone: 'canceled', text: 'Canceled' },
} as const satisfies Record<StepViewStatus, { tone: StatusTone; text: string }>

/** On the upper edge of the card, so that the card keeps its size when a run begins. */
export function StepStatusChip({ status, detail }: Pick<StepView, 'status' | 'detail'>) {
  const { tone, text } = looks[status]
  return (
    <StatusBadge tone={tone} className="absolute -top-3 right-2 shadow-control">
      {[text, detail].filter(Boolean).join(' · ')}
    </StatusBadge>
  )
}
