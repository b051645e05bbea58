'use client'

import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { useLocale } from '@/components/ui/locale-context'
import type { HourOfRuns } from '@/lib/dashboard/runs-of-the-day'

/** The hours in which something ran. */
export function RunsTable({ hours }: { hours: HourOfRuns[] }) {
  const locale = useLocale()
  const time = new Intl.DateTimeFormat(locale, { weekday: 'short', hour: 'numeric', minute: '2-digit' })
  const busy = hours.filter((hour) => hour.succeeded + hour.failed + hour.other > 0).toReversed()
  return (
    <div className="-mx-4 -mb-4 max-h-56 overflow-y-auto border-t border-line">
      <Table label="Runs in the last 24 hours, by hour">
        <TableHead>
          <HeaderCell>Hour from</HeaderCell>
          <HeaderCell align="right">Succeeded</HeaderCell>
          <HeaderCell align="right">Failed</HeaderCell>
          <HeaderCell align="right">Other</HeaderCell>
        </TableHead>
        <TableBody>
          {busy.map((hour) => (
            <Row key={hour.from} className="h-8">
              <Cell>{time.format(new Date(hour.from))}</Cell>
              <Cell align="right">{hour.succeeded}</Cell>
              <Cell align="right">{hour.failed}</Cell>
              <Cell align="right">{hour.other}</Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </div>
  )
}
