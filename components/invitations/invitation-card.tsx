import { SignOutButton } from '@/components/auth/sign-out-button'
import { roleLooks } from '@/components/members/role-options'
import { ButtonLink } from '@/components/ui/button-link'
import { Card } from '@/components/ui/card'
import type { Role } from '@/lib/auth/roles'
import { JoinButton } from './join-button'
import { JoinForm } from './join-form'

type InvitationCardProps = {
  token: string
  invitation: {
    organization: { name: string }
    email: string
    role: Role
    invitedBy: string
    hasAccount: boolean
  }
  /** The email of whoever is signed in. */
  signedInAs: string | null
  insecure: boolean
  provider: string | null
}

/** An invitation that can be accepted, and the way there for whoever looks. */
export function InvitationCard({ token, invitation, signedInAs, insecure, provider }: InvitationCardProps) {
  const { organization, email, role, invitedBy, hasAccount } = invitation
  const path = `/invite/${token}`
  return (
    <Card className="gap-5 p-6 shadow-raised">
      <div>
        <h1 className="text-lg font-semibold break-words">Join {organization.name}</h1>
        <p className="mt-1 break-words text-muted">
          {invitedBy} invited you as {roleLooks[role].named}, who can {roleLooks[role].can}.
        </p>
      </div>
      {way()}
    </Card>
  )

  function way() {
    if (signedInAs?.toLowerCase() === email) {
      return <JoinButton token={token} organization={organization.name} />
    }
    if (signedInAs) {
      return (
        <>
          <p className="break-words">
            You are signed in as <strong className="font-medium">{signedInAs}</strong>. This invitation is for{' '}
            <strong className="font-medium">{email}</strong>: sign out to go on with it.
          </p>
          <SignOutButton backTo={path} />
        </>
      )
    }
    if (hasAccount) {
      return (
        <>
          <p className="break-words">
            Sign in as <strong className="font-medium">{email}</strong> to go on.
          </p>
          <ButtonLink variant="primary" href={`/sign-in?callbackUrl=${encodeURIComponent(path)}`}>
            Sign in
          </ButtonLink>
        </>
      )
    }
    return <JoinForm token={token} email={email} insecure={insecure} provider={provider} />
  }
}
