'use client'

import { useState } from 'react'
import { Callout } from '@/components/ui/callout'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { showToast } from '@/components/ui/toast'
import { ActionError } from '@/lib/action-result'
import { restorableDays } from '@/lib/deleted/schema'
import type { Endpoint } from '@/lib/endpoints/schema'
import { problemOf } from './problem-of'
import { ReplaceEndpointDialog } from './replace-endpoint-dialog'
import { type SaveFirst, useDeleteEndpoint } from './use-endpoint-mutations'
import { useUndoDeletion } from './use-undo-deletion'

type DeleteEndpointDialogProps = {
  endpoint: Endpoint
  /** Where a flow is open that may use it. */
  saveFirst?: SaveFirst
  onClose: () => void
  onDeleted?: () => void
}

/** Asks before an unused endpoint goes. One in use stays until another takes its place. */
export function DeleteEndpointDialog({ endpoint, onClose, onDeleted, saveFirst }: DeleteEndpointDialogProps) {
  const remove = useDeleteEndpoint()
  const undo = useUndoDeletion()
  const [isInUse, setInUse] = useState(endpoint.usedBy > 0)

  async function confirm() {
    try {
      await remove.mutateAsync(endpoint.id)
    } catch (error) {
      if (error instanceof ActionError && error.body.code === 'in_use') setInUse(true)
      return
    }
    showToast({
      title: 'Endpoint deleted',
      action: { label: 'Undo', onClick: () => void undo([endpoint.id]) },
    })
    onClose()
    onDeleted?.()
  }

  if (isInUse) {
    return (
      <ReplaceEndpointDialog
        endpoint={endpoint}
        saveFirst={saveFirst}
        onClose={onClose}
        onReplaced={onDeleted}
      />
    )
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Delete “${endpoint.name}”?`}
      confirmLabel="Delete endpoint"
      destructive
      loading={remove.isPending}
      onConfirm={() => void confirm()}
    >
      <p>
        No flow uses it. You can restore it for {restorableDays} days, but without its secrets: they are
        removed for good.
      </p>
      {remove.isError && (
        <Callout tone="danger" role="alert" title="Couldn’t delete the endpoint" className="mt-3">
          {problemOf(remove.error).message}
        </Callout>
      )}
    </ConfirmDialog>
  )
}
