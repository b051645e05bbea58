import { useQuery } from '@tanstack/react-query'
import { useOrganization } from '@/components/shell/organization-context'
import { Combobox } from '@/components/ui/combobox'
import { auditPeopleQuery } from '@/lib/audit/queries'
import type { AuditLogEntry, AuditPerson } from '@/lib/audit/schema'

type PersonFilterProps = {
  actor: string | null
  /** Those on the screen: who has left is only there. */
  entries: readonly AuditLogEntry[]
  onActorChange: (actor: string | null) => void
}

const kinds = { user: '', token: 'API token', system: '' } as const

/** Somebody who did something, or everybody. */
export function PersonFilter({ actor, entries, onActorChange }: PersonFilterProps) {
  const { slug } = useOrganization()
  const { data, isPending } = useQuery(auditPeopleQuery(slug))
  const people = new Map<string, AuditPerson>()
  for (const { actor: found } of entries)
    people.set(found.id ?? found.name, { ...found, id: found.id ?? found.name })
  for (const person of data ?? []) people.set(person.id, person)
  const items = [...people.values()].sort((a, b) => a.name.localeCompare(b.name))
  return (
    <Combobox<AuditPerson>
      label="Person"
      className="w-56 max-sm:w-full"
      placeholder="Everybody"
      items={items}
      value={actor === null ? null : (people.get(actor) ?? { type: 'user', id: actor, name: actor })}
      onValueChange={(person) => onActorChange(person?.id ?? null)}
      itemKey={({ id }) => id}
      itemLabel={({ name }) => name}
      renderItem={({ type, name }) => (
        <span className="flex min-w-0 items-baseline gap-2">
          <span className="truncate">{name}</span>
          <span className="shrink-0 text-xs text-muted">{kinds[type]}</span>
        </span>
      )}
      empty="Nobody matches"
      loading={isPending}
      clearable
    />
  )
}
