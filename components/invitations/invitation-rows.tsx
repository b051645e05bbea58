import { roleLooks } from '@/components/members/role-options'
import { Button } from '@/components/ui/button'
import { Cell, flexible, HeaderCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import type { Invitation } from '@/lib/invitations/schema'
import { cn } from '@/lib/utils'
import { Expiry } from './expiry'

type InvitationRowsProps = {
  invitations: Invitation[]
  /** Of which a new link is being made. */
  renewing: string | null
  onRenew: (invitation: Invitation) => void
  onRevoke: (invitation: Invitation) => void
}

export function InvitationTable({ invitations, ...acts }: InvitationRowsProps) {
  return (
    <Table label="Pending invitations">
      <TableHead>
        <HeaderCell>Email</HeaderCell>
        <HeaderCell>Role</HeaderCell>
        <HeaderCell>Invited by</HeaderCell>
        <HeaderCell>Expires</HeaderCell>
        <HeaderCell>
          <span className="sr-only">Actions</span>
        </HeaderCell>
      </TableHead>
      <TableBody>
        {invitations.map((invitation) => (
          <Row key={invitation.id}>
            <Cell className={cn(flexible, 'w-2/3')} title={invitation.email}>
              {invitation.email}
            </Cell>
            <Cell>{roleLooks[invitation.role].label}</Cell>
            <Cell muted className={cn(flexible, 'w-1/3')}>
              {invitation.invitedBy}
            </Cell>
            <Cell muted className="whitespace-nowrap">
              <Expiry invitation={invitation} />
            </Cell>
            <Cell align="right">
              <Acts invitation={invitation} {...acts} />
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}

/** The same as the table, for phones. */
export function InvitationCards({ invitations, ...acts }: InvitationRowsProps) {
  return (
    <ul aria-label="Pending invitations" className="divide-y divide-line">
      {invitations.map((invitation) => (
        <li key={invitation.id} className="grid gap-2 p-4">
          <div>
            <p className="font-medium break-words">{invitation.email}</p>
            <p className="flex flex-wrap gap-x-3 text-muted">
              <span>{roleLooks[invitation.role].label}</span>
              <span>Invited by {invitation.invitedBy}</span>
              <span>
                {!invitation.isExpired && 'Expires '}
                <Expiry invitation={invitation} />
              </span>
            </p>
          </div>
          <Acts invitation={invitation} {...acts} />
        </li>
      ))}
    </ul>
  )
}

type ActsProps = Omit<InvitationRowsProps, 'invitations'> & { invitation: Invitation }

function Acts({ invitation, renewing, onRenew, onRevoke }: ActsProps) {
  const { email } = invitation
  return (
    <span className="inline-flex gap-2">
      <Button
        size="sm"
        aria-label={`New link for ${email}`}
        loading={renewing === invitation.id}
        onClick={() => onRenew(invitation)}
      >
        New link
      </Button>
      <Button size="sm" aria-label={`Revoke the invitation of ${email}`} onClick={() => onRevoke(invitation)}>
        Revoke
      </Button>
    </span>
  )
}
