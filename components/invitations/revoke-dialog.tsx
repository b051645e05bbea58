'use client'

import { type RefObject, useRef } from 'react'
import { problemOf } from '@/components/endpoints/problem-of'
import { Callout } from '@/components/ui/callout'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { Invitation } from '@/lib/invitations/schema'
import { useRevokeInvitation } from './use-invitation-mutations'

type RevokeDialogProps = {
  invitation: Invitation
  /** Gets the focus, or its first control does, when the row is gone that had it. */
  listRef: RefObject<HTMLElement | null>
  onClose: () => void
}

export function RevokeDialog({ invitation, listRef, onClose }: RevokeDialogProps) {
  const revoke = useRevokeInvitation(invitation)
  const isDone = useRef(false)
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Revoke the invitation of ${invitation.email}?`}
      confirmLabel="Revoke invitation"
      destructive
      loading={revoke.isPending}
      finalFocus={() => (isDone.current ? listRef.current : true)}
      onConfirm={() =>
        revoke.mutate(undefined, {
          onSuccess: () => {
            isDone.current = true
            onClose()
          },
        })
      }
    >
      <p>Its link stops working at once. You can invite them again.</p>
      {revoke.isError && (
        <Callout tone="danger" role="alert" title="Couldn’t revoke the invitation" className="mt-3">
          {problemOf(revoke.error).message}
        </Callout>
      )}
    </ConfirmDialog>
  )
}
