'use client'

import { UserPlus } from 'lucide-react'
import { parseAsBoolean, useQueryState } from 'nuqs'
import { useState } from 'react'
import { InviteDialog } from '@/components/invitations/invite-dialog'
import { type Links, LinksDialog } from '@/components/invitations/links-dialog'
import { PendingInvitations } from '@/components/invitations/pending-invitations'
import { useOrganization } from '@/components/shell/organization-context'
import { Page } from '@/components/shell/page'
import { PageHeader } from '@/components/shell/page-header'
import { Button } from '@/components/ui/button'
import { MemberList } from './member-list'
import { RolesCard } from './roles-card'

/** Who belongs to the organization, and who was asked to. */
export function MembersBrowser({ appUrl }: { appUrl: string }) {
  const { name, refusal } = useOrganization()
  const [inviting, setInviting] = useQueryState('invite', parseAsBoolean.withDefault(false))
  const [links, setLinks] = useState<Links | null>(null)
  const mayNotInvite = refusal('admin', 'invite people')

  return (
    <Page>
      <PageHeader
        title="Members"
        description={`Who belongs to ${name}, and what they may do.`}
        actions={
          <Button
            variant="primary"
            icon={<UserPlus aria-hidden />}
            disabledReason={mayNotInvite}
            onClick={() => void setInviting(true)}
          >
            Invite people
          </Button>
        }
      />
      <MemberList />
      <div className="mt-5 grid gap-5">
        <PendingInvitations onLinks={setLinks} />
        <RolesCard />
      </div>
      {inviting && mayNotInvite === undefined && (
        <InviteDialog
          onClose={() => void setInviting(null)}
          onInvited={(outcomes) => {
            void setInviting(null)
            setLinks({ outcomes, areRenewed: false })
          }}
        />
      )}
      {links && <LinksDialog {...links} appUrl={appUrl} onClose={() => setLinks(null)} />}
    </Page>
  )
}
