import type { ShownAuditEntry } from '@/lib/audit/schema'
import { cn } from '@/lib/utils'
import { AuditEntry, entryColumns } from './audit-entry'

type AuditEntriesProps = {
  entries: ShownAuditEntry[]
  onOnly: (filter: { actor: string } | { object: string }) => void
}

export function AuditEntries({ entries, onOnly }: AuditEntriesProps) {
  return (
    <>
      {/* Each line says all of it in order; this is for the eye. */}
      <div
        aria-hidden
        className={cn(
          'hidden h-8 items-center gap-x-3 rounded-t-lg border-b border-line bg-subtle/60 px-3 text-xs font-medium text-muted sm:grid',
          entryColumns,
        )}
      >
        <span />
        <span>Time</span>
        <span>Who</span>
        <span>What</span>
        <span>Result</span>
      </div>
      <ol aria-label="Audit log" className="divide-y divide-line">
        {entries.map((entry) => (
          <AuditEntry key={entry.id} entry={entry} onOnly={onOnly} />
        ))}
      </ol>
    </>
  )
}
