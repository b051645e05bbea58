'use client'

import { type RefObject, useRef } from 'react'
import { problemOf } from '@/components/endpoints/problem-of'
import { useOrganization } from '@/components/shell/organization-context'
import { Callout } from '@/components/ui/callout'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { Member } from '@/lib/members/schema'
import { useRemoveMember } from './use-member-mutations'

type RemoveMemberDialogProps = {
  member: Member
  /** Gets the focus, or its first control does, when the row is gone that had it. */
  listRef: RefObject<HTMLElement | null>
  onClose: () => void
}

export function RemoveMemberDialog({ member, listRef, onClose }: RemoveMemberDialogProps) {
  const { name } = useOrganization()
  const remove = useRemoveMember(member)
  const { isYou } = member
  const isDone = useRef(false)
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={isYou ? `Leave ${name}?` : `Remove ${member.name} from ${name}?`}
      confirmLabel={isYou ? 'Leave organization' : 'Remove member'}
      destructive
      // After leaving it stays busy until the next page is here.
      loading={remove.isPending || (isYou && remove.isSuccess)}
      finalFocus={() => (isDone.current ? listRef.current : true)}
      onConfirm={() =>
        remove.mutate(undefined, {
          onSuccess: () => {
            if (isYou) return
            isDone.current = true
            onClose()
          },
        })
      }
    >
      {isYou ? (
        <p>You lose access at once, and come back only when an admin invites you again.</p>
      ) : (
        <p>
          {member.email} loses access at once, and comes back only with a new invitation. Flows, endpoints and
          runs stay as they are.
        </p>
      )}
      {remove.isError && (
        <Callout
          tone="danger"
          role="alert"
          title={isYou ? 'You couldn’t leave' : 'Couldn’t remove the member'}
          className="mt-3"
        >
          {problemOf(remove.error).message}
        </Callout>
      )}
    </ConfirmDialog>
  )
}
