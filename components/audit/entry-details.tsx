import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { useFormat } from '@/components/ui/use-format'
import type { ShownAuditEntry } from '@/lib/audit/schema'
import { type Change, entryFacts } from './entry-facts'

const actorKinds = { user: null, token: 'API token', system: null } as const

type EntryDetailsProps = {
  id: string
  entry: ShownAuditEntry
  onOnly: (filter: { actor: string } | { object: string }) => void
}

/** Everything that the log knows of one act. Never a secret: there is none in it. */
export function EntryDetails({ id, entry, onOnly }: EntryDetailsProps) {
  const format = useFormat()
  const { at, actor, objectId, objectName, details, requestId, address } = entry
  const { changes, facts } = entryFacts(details, format)
  const kind = actorKinds[actor.type]
  return (
    <div id={id} className="flex flex-col gap-3 border-t border-line bg-subtle/50 px-4 py-3 sm:pl-[3.25rem]">
      {changes.length > 0 && <ChangeTable changes={changes} />}
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-4 gap-y-1">
        {facts.map(({ name, value }) => (
          <Fact key={name} name={name}>
            <Value text={value} />
          </Fact>
        ))}
        <Fact name="Time">
          <time dateTime={at}>{format.dateTime(at)}</time>
        </Fact>
        <Fact name="By">
          {actor.name}
          {kind && <span className="text-muted"> ({kind})</span>}
        </Fact>
        <Fact name="Object">{objectName || <Value text={null} />}</Fact>
        <Fact name="Address">
          {address ? <code className="font-mono text-xs">{address}</code> : <Value text={null} />}
        </Fact>
        <Fact name="Request id">
          <span className="flex items-center gap-1">
            <code className="min-w-0 font-mono text-xs break-all">{requestId}</code>
            <CopyButton value={requestId} label="Copy request id" />
          </span>
        </Fact>
      </dl>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={() => onOnly({ actor: actor.id ?? actor.name })}>
          Only this person
        </Button>
        {(objectId ?? objectName) && (
          <Button size="sm" onClick={() => onOnly({ object: objectId ?? objectName })}>
            Only this object
          </Button>
        )}
      </div>
    </div>
  )
}

function ChangeTable({ changes }: { changes: Change[] }) {
  return (
    <div className="rounded-md border border-line bg-surface">
      <Table label="Changes">
        <TableHead>
          <HeaderCell>Field</HeaderCell>
          <HeaderCell>Before</HeaderCell>
          <HeaderCell>After</HeaderCell>
        </TableHead>
        <TableBody>
          {changes.map(({ name, from, to }) => (
            <Row key={name}>
              <Cell className="align-top whitespace-nowrap">{name}</Cell>
              <Cell className="max-w-96 align-top break-words">
                <Value text={from} />
              </Cell>
              <Cell className="max-w-96 align-top break-words">
                <Value text={to} />
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  )
}

function Value({ text }: { text: string | null }) {
  return text === null ? <span className="text-muted">None</span> : text
}
