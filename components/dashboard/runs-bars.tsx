import type { HourOfRuns } from '@/lib/dashboard/runs-of-the-day'

/** A bar an hour, failures on top. For the eye only: the table beside it says the same in words. */
export function RunsBars({ hours }: { hours: HourOfRuns[] }) {
  const highest = Math.max(1, ...hours.map((hour) => hour.succeeded + hour.failed + hour.other))
  const part = (count: number) => ({ height: `${(count / highest) * 100}%` })
  return (
    <div aria-hidden>
      <div className="flex h-20 items-end gap-1 border-b border-line-strong/40">
        {hours.map((hour) => (
          <div key={hour.from} className="flex h-full min-w-0 flex-1 flex-col justify-end gap-px">
            <div data-solid className="rounded-t-xs bg-danger-solid" style={part(hour.failed)} />
            <div data-solid className="bg-line-strong" style={part(hour.other)} />
            <div data-solid className="bg-success-solid" style={part(hour.succeeded)} />
          </div>
        ))}
      </div>
      <div className="mt-1 flex justify-between text-xs text-muted">
        <span>24 h ago</span>
        <span>12 h</span>
        <span>now</span>
      </div>
    </div>
  )
}
