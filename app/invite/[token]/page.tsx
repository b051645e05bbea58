import type { Metadata } from 'next'
import { Entrance } from '@/components/auth/entrance'
import { EndedInvitation } from '@/components/invitations/ended-invitation'
import { InvitationCard } from '@/components/invitations/invitation-card'
import { MessagePage } from '@/components/shell/message-page'
import { isSecureAddress } from '@/lib/auth/cookies'
import { currentSession } from '@/lib/auth/current-session'
import { providerName } from '@/lib/auth/sign-on-problems'
import { env } from '@/lib/env'
import { findInvitation } from '@/lib/invitations/find-invitation'
import { services } from '@/lib/server'

export const metadata: Metadata = { title: 'Invitation' }

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const { appUrl, oidc } = env()
  const [invitation, session] = await Promise.all([findInvitation(services(), token), currentSession()])
  if (invitation?.state !== 'open') {
    return (
      <MessagePage>
        <EndedInvitation invitation={invitation} signedIn={session !== null} />
      </MessagePage>
    )
  }
  return (
    <Entrance>
      <InvitationCard
        token={token}
        invitation={invitation}
        signedInAs={session?.user.email ?? null}
        insecure={!isSecureAddress(appUrl)}
        provider={oidc && providerName(oidc.issuer)}
      />
    </Entrance>
  )
}
