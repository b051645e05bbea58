'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Dialog } from '@/components/ui/dialog'
import { showToast } from '@/components/ui/toast'
import { ActionError } from '@/lib/action-result'
import type { Endpoint } from '@/lib/endpoints/schema'
import { plural } from '@/lib/format'
import { EndpointUses } from './endpoint-uses'
import { problemOf } from './problem-of'
import { useDeleteEndpoint } from './use-endpoint-mutations'

type DeleteEndpointDialogProps = {
  endpoint: Endpoint
  onClose: () => void
  onDeleted?: () => void
}

/** Asks before an unused endpoint goes. One in use stays, and the dialog names what uses it. */
export function DeleteEndpointDialog({ endpoint, onClose, onDeleted }: DeleteEndpointDialogProps) {
  const remove = useDeleteEndpoint()
  const [isInUse, setInUse] = useState(endpoint.usedBy > 0)

  async function confirm() {
    try {
      await remove.mutateAsync(endpoint.id)
    } catch (error) {
      if (error instanceof ActionError && error.body.code === 'in_use') setInUse(true)
      return
    }
    showToast({ title: 'Endpoint deleted' })
    onClose()
    onDeleted?.()
  }

  if (isInUse) return <InUseDialog endpoint={endpoint} onClose={onClose} />
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
      <p>No flow uses it. Its secrets are removed for good.</p>
      {remove.isError && (
        <Callout tone="danger" role="alert" title="Couldn’t delete the endpoint" className="mt-3">
          {problemOf(remove.error).message}
        </Callout>
      )}
    </ConfirmDialog>
  )
}

function InUseDialog({ endpoint, onClose }: { endpoint: Endpoint; onClose: () => void }) {
  const count = endpoint.usedBy > 0 ? plural(endpoint.usedBy, 'flow', 'flows') : 'a flow'
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`“${endpoint.name}” is used by ${count}`}
      description="Choose another endpoint in these steps first. Then it can be deleted."
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <EndpointUses endpointId={endpoint.id} />
    </Dialog>
  )
}
