'use client'

import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import { problemOf } from '@/components/endpoints/problem-of'
import { useOrganization } from '@/components/shell/organization-context'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { ErrorState } from '@/components/ui/error-state'
import { LoadingRegion, Skeleton } from '@/components/ui/skeleton'
import { showToast } from '@/components/ui/toast'
import { invitationsQuery } from '@/lib/invitations/queries'
import type { Invitation } from '@/lib/invitations/schema'
import { InvitationCards, InvitationTable } from './invitation-rows'
import type { Links } from './links-dialog'
import { RevokeDialog } from './revoke-dialog'
import { useRenewInvitation } from './use-invitation-mutations'

type PendingInvitationsProps = { onLinks: (links: Links) => void }

/** Who was asked to join and has not done so. For admins; the others see why it is not for them. */
export function PendingInvitations({ onLinks }: PendingInvitationsProps) {
  const { slug, refusal } = useOrganization()
  const refused = refusal('admin', 'see and make invitations')
  const query = useQuery({ ...invitationsQuery(slug), enabled: refused === undefined })
  const renew = useRenewInvitation()
  const [revoking, setRevoking] = useState<Invitation | null>(null)
  const card = useRef<HTMLElement>(null)

  return (
    <Card ref={card} tabIndex={-1} aria-labelledby="invitations">
      <CardHeader id="invitations" title="Pending invitations" />
      {content()}
      {revoking && <RevokeDialog invitation={revoking} listRef={card} onClose={() => setRevoking(null)} />}
    </Card>
  )

  function content(): ReactNode {
    if (refused) return <CardBody className="text-muted">{refused}</CardBody>
    if (!query.data && query.isError) {
      return (
        <ErrorState
          level={3}
          title="Couldn’t load the invitations"
          {...problemOf(query.error)}
          onRetry={() => void query.refetch()}
        />
      )
    }
    if (!query.data) {
      return (
        <LoadingRegion label="Loading invitations…" className="p-4">
          <Skeleton className="h-4 w-64 max-w-full" />
        </LoadingRegion>
      )
    }
    if (query.data.length === 0) {
      return <CardBody className="text-muted">Nobody is invited at the moment.</CardBody>
    }
    const rows = {
      invitations: query.data,
      renewing: renew.isPending ? renew.variables : null,
      onRenew,
      onRevoke: setRevoking,
    }
    return (
      <>
        <div className="max-lg:hidden">
          <InvitationTable {...rows} />
        </div>
        <div className="lg:hidden">
          <InvitationCards {...rows} />
        </div>
      </>
    )
  }

  function onRenew({ id, email }: Invitation) {
    renew.mutate(id, {
      onSuccess: ({ token }) =>
        onLinks({ outcomes: [{ email, outcome: 'invited', token }], areRenewed: true }),
      onError: (error) =>
        showToast({
          title: `Couldn’t make a new link for ${email}`,
          description: problemOf(error).message,
          tone: 'danger',
        }),
    })
  }
}
