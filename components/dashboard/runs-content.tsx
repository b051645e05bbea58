'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { StatusBadge } from '@/components/ui/status-badge'
import { useFormat } from '@/components/ui/use-format'
import type { HourOfRuns } from '@/lib/dashboard/runs-of-the-day'
import { RunsBars } from './runs-bars'
import { RunsTable } from './runs-table'

/** Runs of the last 24 hours: numbers, bars, and the same as a table. */
export function RunsContent({ hours }: { hours: HourOfRuns[] }) {
  const format = useFormat()
  const [asTable, setAsTable] = useState(false)
  const sum = (key: 'succeeded' | 'failed' | 'other') => hours.reduce((total, hour) => total + hour[key], 0)
  const other = sum('other')
  const isEmpty = sum('succeeded') + sum('failed') + other === 0
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-start justify-between gap-2">
        <div className="flex min-h-7 flex-wrap items-center gap-x-4 gap-y-1">
          <StatusBadge plain tone={sum('succeeded') > 0 ? 'success' : 'neutral'}>
            {format.number(sum('succeeded'))} succeeded
          </StatusBadge>
          <StatusBadge plain tone={sum('failed') > 0 ? 'danger' : 'neutral'}>
            {format.number(sum('failed'))} failed
          </StatusBadge>
          {other > 0 && (
            <StatusBadge plain tone="neutral">
              {format.number(other)} other
            </StatusBadge>
          )}
        </div>
        {!isEmpty && (
          <Button size="sm" variant="ghost" className="-mr-2" onClick={() => setAsTable(!asTable)}>
            {asTable ? 'Show bars' : 'Show table'}
          </Button>
        )}
      </div>
      {isEmpty && <p className="text-muted">Nothing ran in the last 24 hours.</p>}
      {!isEmpty && (asTable ? <RunsTable hours={hours} /> : <RunsBars hours={hours} />)}
    </div>
  )
}
