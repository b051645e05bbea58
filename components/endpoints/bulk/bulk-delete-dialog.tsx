'use client'

import { type ComponentProps, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Dialog } from '@/components/ui/dialog'
import { useFormat } from '@/components/ui/use-format'
import { restorableDays } from '@/lib/deleted/schema'
import type { Endpoint } from '@/lib/endpoints/schema'
import { plural } from '@/lib/format'
import { UsedByButton } from '../used-by-button'
import type { DeletionProgress, Refusal } from './delete-one-by-one'
import { useBulkDeletion } from './use-bulk-deletion'

type BulkDeleteDialogProps = {
  endpoints: Endpoint[]
  onClose: () => void
  /** What gets the focus once the button that was pressed is gone. */
  successor: () => HTMLElement | null
}

/** Asks before several endpoints go. Those in use stay, with the flows that use them. */
export function BulkDeleteDialog({ endpoints, onClose, successor }: BulkDeleteDialogProps) {
  const { unused, inUse, refusals, progress, run, cancel } = useBulkDeletion(endpoints)
  const isChanged = useRef(false)
  const returnFocus = useRef<HTMLElement>(null)

  const finalFocus: ComponentProps<typeof ConfirmDialog>['finalFocus'] = () =>
    (isChanged.current && successor()) || true
  function closeInUse() {
    if (isChanged.current) returnFocus.current = successor()
    onClose()
  }

  if (unused.length === 0) {
    return (
      <Dialog
        open
        onOpenChange={closeInUse}
        finalFocus={returnFocus}
        title={inUse.length === 1 ? 'This endpoint is in use' : 'These endpoints are in use'}
        description="Only endpoints that no flow uses can be deleted together. To delete one in use, choose Delete in its own menu and give its flows another."
        footer={<Button onClick={closeInUse}>Close</Button>}
      >
        <InUse endpoints={inUse} />
      </Dialog>
    )
  }
  const count = plural(unused.length, 'endpoint', 'endpoints')
  return (
    <ConfirmDialog
      open
      onOpenChange={() => {
        if (progress) cancel()
        else onClose()
      }}
      title={unused.length === 1 ? `Delete “${unused[0]?.name}”?` : `Delete ${count}?`}
      confirmLabel={unused.length === 1 ? 'Delete endpoint' : `Delete ${count}`}
      destructive
      loading={progress !== null}
      finalFocus={finalFocus}
      onConfirm={() => {
        isChanged.current = true
        void run(onClose)
      }}
    >
      <div className="flex flex-col gap-3">
        <Refusals refusals={refusals} />
        {unused.length > 1 && <Names endpoints={unused} />}
        <p>
          No flow uses {unused.length === 1 ? 'it' : 'them'}. You can restore{' '}
          {unused.length === 1 ? 'it' : 'them'} for {restorableDays} days, but without secrets: they are
          removed for good.
        </p>
        {inUse.length > 0 && (
          <div>
            <p className="text-ink">
              {inUse.length === 1
                ? '1 other is not deleted, because flows use it:'
                : `${inUse.length} others are not deleted, because flows use them:`}
            </p>
            <InUse endpoints={inUse} />
          </div>
        )}
        {progress && <Progress progress={progress} total={unused.length} />}
      </div>
    </ConfirmDialog>
  )
}

function Progress({ progress, total }: { progress: DeletionProgress; total: number }) {
  const format = useFormat()
  const { deleted, heldSeconds } = progress
  if (heldSeconds === null) return <p className="text-ink">{`${deleted} of ${total} deleted`}</p>
  const pause = format.duration(heldSeconds * 1000)
  return (
    <p className="text-ink">
      {`${deleted} of ${total} deleted. Many changes were made in a short time. Goes on in ${pause}.`}
    </p>
  )
}

function Names({ endpoints }: { endpoints: Endpoint[] }) {
  return (
    <ul className="max-h-40 list-disc overflow-y-auto pl-5 text-ink">
      {endpoints.map(({ id, name }) => (
        <li key={id} className="break-words">
          {name}
        </li>
      ))}
    </ul>
  )
}

function InUse({ endpoints }: { endpoints: Endpoint[] }) {
  return (
    <ul aria-label="Endpoints in use" className="divide-y divide-line">
      {endpoints.map((endpoint) => (
        <li key={endpoint.id} className="flex items-center justify-between gap-3 py-1 text-ink">
          <span className="min-w-0 break-words">{endpoint.name}</span>
          <UsedByButton endpoint={endpoint} className="mr-0 shrink-0" />
        </li>
      ))}
    </ul>
  )
}

function Refusals({ refusals }: { refusals: Refusal[] }) {
  if (refusals.length === 0) return null
  const what = refusals.length === 1 ? 'an endpoint' : plural(refusals.length, 'endpoint', 'endpoints')
  return (
    <Callout tone="danger" role="alert" title={`Couldn’t delete ${what}`}>
      <ul>
        {refusals.map(({ endpoint, reason }) => (
          <li key={endpoint.id} className="break-words">
            “{endpoint.name}”: {reason}
          </li>
        ))}
      </ul>
    </Callout>
  )
}
