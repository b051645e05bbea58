'use client'

import { ConfirmDialog } from './confirm-dialog'

type DiscardDialogProps = {
  open: boolean
  /** What was being edited. */
  name: string
  onKeep: () => void
  onDiscard: () => void
}

/** Between a dirty form and whatever would close it. */
export function DiscardDialog({ open, name, onKeep, onDiscard }: DiscardDialogProps) {
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => {
        if (!next) onKeep()
      }}
      title="Discard changes?"
      cancelLabel="Keep editing"
      confirmLabel="Discard"
      destructive
      onConfirm={onDiscard}
    >
      Your edits to {name} will be lost.
    </ConfirmDialog>
  )
}
