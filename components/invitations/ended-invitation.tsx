import { MailX } from 'lucide-react'
import { ButtonLink } from '@/components/ui/button-link'
import { EmptyState } from '@/components/ui/empty-state'
import type { FoundInvitation } from '@/lib/invitations/find-invitation'

type EndedInvitationProps = {
  /** Without it nothing is known: replaced, revoked, or never one of ours. */
  invitation: Pick<FoundInvitation, 'state' | 'invitedBy' | 'organization'> | null
  signedIn: boolean
}

/** What a link shows that leads nowhere, and how to get one that does. */
export function EndedInvitation({ invitation, signedIn }: EndedInvitationProps) {
  return (
    <EmptyState
      level={1}
      icon={<MailX />}
      title="This invitation is no longer valid"
      actions={
        signedIn ? (
          <ButtonLink href="/">Go to the start page</ButtonLink>
        ) : (
          <ButtonLink href="/sign-in">Sign in</ButtonLink>
        )
      }
    >
      {why()}
    </EmptyState>
  )

  function why(): string {
    if (!invitation) {
      return 'The link may be incomplete, or it was revoked or replaced. Ask whoever gave it to you for a new one.'
    }
    const { state, invitedBy, organization } = invitation
    const ask = `ask ${invitedBy}, or another admin of ${organization.name}, for a new one.`
    if (state === 'used') return `Somebody has joined with it. If it was not you, ${ask}`
    return `It has expired. To join, ${ask}`
  }
}
