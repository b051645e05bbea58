'use client'

import { type RefObject, useState } from 'react'
import { EndpointDialog } from '../endpoint-dialog'
import type { EndpointValues } from '../form/endpoint-values'
import { ImportDialog } from './import-dialog'
import type { ImportSource } from './import-sources'

type ImportEndpointProps = {
  source: ImportSource
  onSourceChange: (source: ImportSource) => void
  onClose: () => void
  returnFocusRef: RefObject<HTMLElement | null>
}

/** From a command or a document to the form that it fills in. Nothing is sent before the form is saved. */
export function ImportEndpoint({ onClose, ...props }: ImportEndpointProps) {
  const [draft, setDraft] = useState<EndpointValues | null>(null)
  if (!draft) return <ImportDialog {...props} onClose={onClose} onRead={setDraft} />
  return (
    <EndpointDialog
      open
      onOpenChange={onClose}
      draft={draft}
      submitLabel="Save"
      onSaved={() => {}}
      returnFocusRef={props.returnFocusRef}
    />
  )
}
