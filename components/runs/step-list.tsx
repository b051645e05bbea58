import { useEffect, useRef } from 'react'
import { useFormat } from '@/components/ui/use-format'
import { cn } from '@/lib/utils'
import { StepStatusBadge } from './run-status'
import type { Bar, ListedStep } from './run-steps'

type Props = { steps: ListedStep[]; selectedId: string | undefined; onSelect: (nodeId: string) => void }

/** The steps that ran, each with a bar that says when and for how long. */
export function StepList({ steps, selectedId, onSelect }: Props) {
  const format = useFormat()
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-current=true]')?.scrollIntoView({ block: 'nearest' })
  }, [selectedId])

  return (
    <ol ref={list} aria-label="Steps of this run" className="min-h-0 overflow-y-auto p-1.5">
      {steps.map((step) => (
        <li key={step.progress.position}>
          <button
            type="button"
            aria-current={step.nodeId === selectedId}
            className={cn(
              'flex w-full flex-col gap-1.5 rounded-md px-2 py-1.5 text-left text-sm hover:bg-subtle',
              step.nodeId === selectedId && 'bg-accent-soft hover:bg-accent-soft',
            )}
            onClick={() => onSelect(step.nodeId)}
          >
            <span className="flex w-full items-center gap-2">
              <span className="min-w-0 flex-1 truncate font-medium">{step.label}</span>
              <StepStatusBadge status={step.progress.status} plain />
            </span>
            <span className="flex w-full items-center gap-2 text-xs text-muted tabular-nums">
              <BarTrack step={step} />
              <span className="w-16 shrink-0 text-right">{format.duration(step.elapsedMs)}</span>
            </span>
          </button>
        </li>
      ))}
    </ol>
  )
}

function BarTrack({ step }: { step: ListedStep }) {
  const bars = step.attempts.length > 0 ? step.attempts : [step.bar]
  return (
    <span className="relative h-1.5 flex-1 rounded-full bg-strong" aria-hidden>
      {bars.map((bar, index) => (
        <span
          // oxlint-disable-next-line react/no-array-index-key -- tries are known by their number
          key={index}
          className={cn(
            'absolute inset-y-0 min-w-0.5 rounded-full',
            barColor(step, index === bars.length - 1),
          )}
          style={toStyle(bar)}
        />
      ))}
    </span>
  )
}

function barColor({ progress }: ListedStep, isLast: boolean): string {
  if (!isLast || progress.status === 'failed') return 'bg-danger-solid'
  if (progress.status === 'succeeded') return 'bg-success-solid'
  return progress.status === 'running' ? 'bg-info-solid' : 'bg-line-strong'
}

function toStyle({ start, length }: Bar) {
  return { left: `${start * 100}%`, width: `${length * 100}%` }
}
