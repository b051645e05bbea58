import { useFormContext } from 'react-hook-form'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { RelativeTime } from '@/components/ui/relative-time'
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { conflictChanges } from './conflict-changes'
import type { EndpointValues } from './endpoint-values'
import type { EndpointFormState } from './use-endpoint-form'

/** Somebody saved in the meantime: both sides, field by field, and neither is lost unasked. */
export function ConflictDialog({ state }: { state: EndpointFormState }) {
  const { getValues } = useFormContext<EndpointValues>()
  const { conflict, base, loadTheirs, keepMine, closeConflict } = state
  if (!conflict || !base) return null
  const changes = conflictChanges(getValues(), conflict, base)
  return (
    <Dialog
      open
      onOpenChange={closeConflict}
      size="lg"
      title={
        <>
          {conflict.updatedBy} changed this endpoint <RelativeTime date={conflict.updatedAt} />.
        </>
      }
      description="Your changes are not saved yet."
      footer={
        <>
          <Button onClick={loadTheirs}>Load theirs</Button>
          <Button variant="primary" onClick={() => void keepMine()}>
            Keep mine
          </Button>
        </>
      }
    >
      {changes.length === 0 ? (
        <p>Both sides are the same.</p>
      ) : (
        <Table label="Differences">
          <TableHead>
            <HeaderCell>Field</HeaderCell>
            <HeaderCell>Yours</HeaderCell>
            <HeaderCell>Theirs</HeaderCell>
          </TableHead>
          <TableBody>
            {changes.map(({ field, mine, theirs }) => (
              <Row key={field}>
                <Cell className="align-top">{field}</Cell>
                <Cell className="align-top break-words whitespace-pre-wrap">{mine}</Cell>
                <Cell className="align-top break-words whitespace-pre-wrap">{theirs}</Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
      <p className="mt-3 text-xs text-muted">
        “Keep mine” saves your side over theirs. “Load theirs” drops your edits.
      </p>
    </Dialog>
  )
}
