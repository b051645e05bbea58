import { Hourglass } from 'lucide-react'
import { useFormat } from '@/components/ui/use-format'
import type { StepRecord } from '@/lib/runs/schema'
import { delayEnd, remainingMs } from './delay-time'
import type { ListedStep } from './run-steps'
import { useNow } from './use-now'

/** A delay that has not passed yet: until when, and how long that is from now. */
export function DelayWait({ record }: { record: StepRecord }) {
  const format = useFormat()
  const now = useNow(true)
  const until = delayEnd(record)
  if (until === null) return <p className="p-4 text-sm text-muted">Waiting…</p>
  const leftMs = remainingMs(until, now)
  return (
    <p className="flex items-center gap-2 p-4 text-sm">
      <Hourglass aria-hidden className="size-4 shrink-0 text-info" />
      <span>
        Waits until <time dateTime={until}>{format.time(until)}</time>
        <span className="text-muted tabular-nums">
          {leftMs > 0 ? ` · ${format.duration(leftMs)} left` : ' · goes on now'}
        </span>
      </span>
    </p>
  )
}

/** A delay that is over. */
export function DelayResult({ step, record }: { step: ListedStep; record: StepRecord }) {
  const format = useFormat()
  if (step.progress.status === 'canceled') {
    return (
      <p className="text-sm">
        Canceled after <span className="tabular-nums">{format.duration(step.elapsedMs)}</span>.
      </p>
    )
  }
  const until = delayEnd(record)
  return (
    <p className="text-sm">
      Waited {format.duration(step.elapsedMs)}
      {until !== null && (
        <>
          , until <time dateTime={until}>{format.time(until)}</time>
        </>
      )}
      .
    </p>
  )
}
