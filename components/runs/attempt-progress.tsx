import { useFormat } from '@/components/ui/use-format'
import type { AttemptRecord } from '@/lib/runs/schema'
import { remainingMs } from './delay-time'
import { useNow } from './use-now'

/** A call of which an attempt failed: why, and when the next one begins. */
export function AttemptProgress({ last }: { last: AttemptRecord }) {
  const format = useFormat()
  const now = useNow(true)
  const until = nextAttemptAt(last)
  const leftMs = until === null ? 0 : remainingMs(until, now)
  return (
    <div className="flex flex-col gap-1 p-4 text-sm">
      <p>
        Attempt {last.number} failed. <span className="text-muted">{last.error?.message}</span>
      </p>
      <p className="text-muted tabular-nums">
        {until !== null && leftMs > 0 ? (
          <>
            Attempt {last.number + 1} begins at <time dateTime={until}>{format.time(until)}</time> ·{' '}
            {format.duration(leftMs)} left
          </>
        ) : (
          `Attempt ${last.number + 1} is running…`
        )}
      </p>
    </div>
  )
}

function nextAttemptAt({ startedAt, timing, waitMs }: AttemptRecord): string | null {
  return waitMs === null ? null : new Date(Date.parse(startedAt) + timing.totalMs + waitMs).toISOString()
}
