import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { useFormat } from '@/components/ui/use-format'
import type { Timing } from '@/lib/http/types'
import type { AttemptRecord, StepRecord } from '@/lib/runs/schema'

const phases = [
  ['DNS', 'dnsMs'],
  ['Connect', 'connectMs'],
  ['TLS', 'tlsMs'],
  ['Wait', 'waitMs'],
  ['Download', 'downloadMs'],
] as const satisfies [string, keyof Timing][]

/** Where the time of the request went, and of each try when there were several. */
export function TimingTab({ record }: { record: StepRecord }) {
  if (!record.timing) {
    const isUnknown = record.error?.code === 'unknown_outcome'
    return (
      <p className="text-sm text-muted">
        {isUnknown ? 'Nothing was measured.' : 'Nothing was sent, so nothing was measured.'}
      </p>
    )
  }
  return (
    <div className="flex flex-col gap-4">
      <Phases timing={record.timing} />
      {record.attempts.length > 1 && <Attempts attempts={record.attempts} />}
    </div>
  )
}

/** The bars are a column of the table, so there is one set of numbers for everybody. */
function Phases({ timing }: { timing: Timing }) {
  const format = useFormat()
  const rows = phases.map(([name, key], index) => ({
    name,
    ms: timing[key],
    start: sum(phases.slice(0, index), timing),
  }))
  const whole = Math.max(sum(phases, timing), timing.totalMs, 0.001)
  return (
    <div className="flex flex-col gap-2">
      {timing.reused && (
        <p className="text-sm text-muted">Connection reused, so there was nothing to set up.</p>
      )}
      <Table label="Time by phase">
        <TableHead>
          <HeaderCell className="w-28">Phase</HeaderCell>
          <HeaderCell className="w-24" align="right">
            Time
          </HeaderCell>
          <HeaderCell>Share</HeaderCell>
        </TableHead>
        <TableBody>
          {rows.map(({ name, ms, start }) => (
            <Row key={name} className="h-8">
              <Cell>{name}</Cell>
              <Cell align="right" className="tabular-nums">
                {ms === null ? '–' : format.duration(ms)}
              </Cell>
              <Cell>
                <span className="relative block h-2 w-full rounded-full bg-strong">
                  {ms !== null && (
                    <span
                      className="absolute inset-y-0 min-w-0.5 rounded-full bg-info-solid"
                      style={{ left: `${(start / whole) * 100}%`, width: `${(ms / whole) * 100}%` }}
                    />
                  )}
                </span>
              </Cell>
            </Row>
          ))}
          <Row className="h-8">
            <Cell className="font-medium">Total</Cell>
            <Cell align="right" className="font-medium tabular-nums">
              {format.duration(timing.totalMs)}
            </Cell>
            <Cell />
          </Row>
        </TableBody>
      </Table>
    </div>
  )
}

function Attempts({ attempts }: { attempts: AttemptRecord[] }) {
  const format = useFormat()
  return (
    <div className="flex flex-col gap-2">
      <h4 className="text-sm font-medium">Attempts</h4>
      <Table label="Attempts">
        <TableHead>
          <HeaderCell className="w-20">Attempt</HeaderCell>
          <HeaderCell>Result</HeaderCell>
          <HeaderCell align="right">Time</HeaderCell>
          <HeaderCell align="right">Wait after it</HeaderCell>
        </TableHead>
        <TableBody>
          {attempts.map(({ number, statusCode, error, timing, waitMs }) => (
            <Row key={number} className="h-8">
              <Cell>{number}</Cell>
              <Cell>{statusCode ?? error?.message ?? 'Succeeded'}</Cell>
              <Cell align="right" className="tabular-nums">
                {format.duration(timing.totalMs)}
              </Cell>
              <Cell align="right" className="tabular-nums">
                {waitMs === null ? '–' : format.duration(waitMs)}
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </div>
  )
}

function sum(some: readonly (typeof phases)[number][], timing: Timing): number {
  return some.reduce((total, [, key]) => total + (timing[key] ?? 0), 0)
}
