'use client'

import { type RefObject } from 'react'
import { problemOf } from '@/components/endpoints/problem-of'
import { Callout } from '@/components/ui/callout'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { Role } from '@/lib/auth/roles'
import { roleLooks } from './role-options'
import type { useChangeRole } from './use-member-mutations'

type ChangeOwnRoleDialogProps = {
  role: Role
  change: ReturnType<typeof useChangeRole>
  /** Gets the focus back: what had it was an option of its list, which is closed. */
  selectRef: RefObject<HTMLElement | null>
  onClose: () => void
}

/** Only admins get here, so every other role is less than they have. */
export function ChangeOwnRoleDialog({ role, change, selectRef, onClose }: ChangeOwnRoleDialogProps) {
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Become ${roleLooks[role].named}?`}
      confirmLabel="Change my role"
      destructive
      loading={change.isPending}
      finalFocus={selectRef}
      onConfirm={() => change.mutate(role, { onSuccess: onClose })}
    >
      <p>
        You stop being an admin at once, and only another admin can make you one again. As{' '}
        {roleLooks[role].named} you can {roleLooks[role].can}.
      </p>
      {change.isError && (
        <Callout tone="danger" role="alert" title="Couldn’t change your role" className="mt-3">
          {problemOf(change.error).message}
        </Callout>
      )}
    </ConfirmDialog>
  )
}
