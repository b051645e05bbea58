'use client'

import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { restorableDays } from '@/lib/deleted/schema'
import { useDeleteFlow } from './use-flow-mutations'

type DeleteFlowDialogProps = {
  flow: { id: string; name: string }
  open: boolean
  onOpenChange: (open: boolean) => void
  onDeleted?: () => void
}

export function DeleteFlowDialog({ flow, open, onOpenChange, onDeleted }: DeleteFlowDialogProps) {
  const deleteFlow = useDeleteFlow()
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Delete “${flow.name}”?`}
      confirmLabel="Delete flow"
      destructive
      loading={deleteFlow.isPending}
      onConfirm={() =>
        deleteFlow.mutate(flow.id, {
          onSuccess: () => {
            onOpenChange(false)
            onDeleted?.()
          },
        })
      }
    >
      Its draft and its published version are deleted. Programs that run it get “not found”. You can restore
      it for {restorableDays} days.
    </ConfirmDialog>
  )
}
