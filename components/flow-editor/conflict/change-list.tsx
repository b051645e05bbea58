import { plural } from '@/lib/format'
import type { FlowChanges } from './compare-flows'

/** One side of a conflict. */
export function ChangeList({ title, changes }: { title: string; changes: FlowChanges }) {
  const lines = [
    ...steps('Added', changes.added),
    ...steps('Changed', changes.changed),
    ...steps('Removed', changes.removed),
    ...(changes.moved > 0 ? [`Moved ${plural(changes.moved, 'step', 'steps')}`] : []),
    ...(changes.connections ? ['Changed connections'] : []),
    ...(changes.name ? ['Renamed the flow'] : []),
    ...(changes.description ? ['Changed the description'] : []),
  ]
  return (
    <section className="rounded-lg border border-line p-3">
      <h3 className="mb-2 font-medium break-words">{title}</h3>
      <ul className="grid max-h-60 gap-1 overflow-y-auto">
        {lines.map((line, index) => (
          <li key={`${index} ${line}`} className="break-words">
            {line}
          </li>
        ))}
        {lines.length === 0 && <li className="text-muted">No difference in content</li>}
      </ul>
    </section>
  )
}

function steps(what: string, names: string[]): string[] {
  return names.map((name) => `${what} “${name}”`)
}
