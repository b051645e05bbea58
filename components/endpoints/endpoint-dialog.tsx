'use client'

import type { RefObject } from 'react'
import { useOrganization } from '@/components/shell/organization-context'
import { Dialog } from '@/components/ui/dialog'
import { showToast } from '@/components/ui/toast'
import type { Endpoint } from '@/lib/endpoints/schema'
import { EndpointForm } from './endpoint-form'
import { EndpointFormLoading } from './endpoint-form-loading'
import { EndpointSummary } from './endpoint-summary'
import type { EndpointValues } from './form/endpoint-values'
import { useDiscardGuard } from './use-discard-guard'
import { useEndpoint } from './use-endpoint'

type EndpointDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Proposed for a new endpoint. */
  initialName?: string
  /** Fills in a new endpoint. */
  draft?: EndpointValues
  submitLabel?: string
  /** Edits this one; a new one without it. */
  endpointId?: string
  onSaved: (endpoint: Endpoint) => void
  /** Gets the focus when the dialog closes; what had it before unless given. */
  returnFocusRef?: RefObject<HTMLElement | null>
}

/** The endpoint form over whatever one was doing, without leaving it. */
export function EndpointDialog({
  open,
  onOpenChange,
  initialName,
  draft,
  submitLabel = 'Save and use',
  endpointId,
  onSaved,
  returnFocusRef,
}: EndpointDialogProps) {
  const { can } = useOrganization()
  const guard = useDiscardGuard()
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? onOpenChange(true) : guard.attempt(() => onOpenChange(false)))}
      size="lg"
      title={title()}
      finalFocus={returnFocusRef}
    >
      {endpointId ? (
        <Existing id={endpointId} guard={guard} onClose={() => onOpenChange(false)} onSaved={saved} />
      ) : (
        <EndpointForm
          endpoint={null}
          initialName={initialName}
          draft={draft}
          layout="dialog"
          submitLabel={submitLabel}
          guard={guard}
          onCancel={() => onOpenChange(false)}
          onSaved={saved}
        />
      )}
    </Dialog>
  )

  function title() {
    if (!endpointId) return 'New endpoint'
    return can('admin') ? 'Edit endpoint' : 'API endpoint'
  }

  function saved(endpoint: Endpoint) {
    showToast({ title: endpointId ? 'Endpoint saved' : 'Endpoint created' })
    onSaved(endpoint)
    onOpenChange(false)
  }
}

type ExistingProps = {
  id: string
  guard: ReturnType<typeof useDiscardGuard>
  onClose: () => void
  onSaved: (endpoint: Endpoint) => void
}

function Existing({ id, guard, onClose, onSaved }: ExistingProps) {
  const { can } = useOrganization()
  const query = useEndpoint(id)
  if (!query.data) return <EndpointFormLoading query={query} />
  if (!can('admin')) return <EndpointSummary endpoint={query.data} />
  return (
    <EndpointForm endpoint={query.data} layout="dialog" guard={guard} onCancel={onClose} onSaved={onSaved} />
  )
}
