import type { Ref } from 'react'
import { Button } from '@/components/ui/button'
import { Select } from '@/components/ui/select'
import { auditActions, type AuditLogEntry } from '@/lib/audit/schema'
import { actionGroups, actionWords } from './action-words'
import { DayFilter } from './day-filter'
import { ObjectFilter } from './object-filter'
import { PersonFilter } from './person-filter'
import type { AuditLogFilter } from './use-audit-filter'

const any = 'any'
const actionOptions = [
  { value: any, label: 'All actions' },
  ...actionGroups.flatMap((group) =>
    auditActions
      .filter((action) => actionWords[action].group === group)
      .map((value) => ({ value, label: actionWords[value].name, group })),
  ),
] as const

type AuditToolbarProps = {
  filter: AuditLogFilter
  entries: readonly AuditLogEntry[]
  onClear: () => void
  ref: Ref<HTMLElement>
}

export function AuditToolbar({ filter, entries, onClear, ref }: AuditToolbarProps) {
  const { actor, action, object, from, to, isFiltered, setFilter } = filter
  return (
    <search ref={ref} aria-label="Audit log" className="mb-3 flex flex-wrap items-center gap-2">
      <PersonFilter
        actor={actor}
        entries={entries}
        onActorChange={(person) => setFilter({ actor: person })}
      />
      <Select
        label="Action"
        value={action ?? any}
        options={actionOptions}
        onValueChange={(value) => setFilter({ action: value === any ? null : value })}
        className="w-auto min-w-44 max-sm:flex-1"
      />
      <ObjectFilter object={object} onObjectChange={(named) => setFilter({ object: named })} />
      <DayFilter label="From" day={from} max={to} onDayChange={(day) => setFilter({ from: day })} />
      <DayFilter label="To" day={to} min={from} onDayChange={(day) => setFilter({ to: day })} />
      {isFiltered && (
        <Button variant="ghost" onClick={onClear}>
          Clear filters
        </Button>
      )}
    </search>
  )
}
