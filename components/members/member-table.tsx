import { Badge } from '@/components/ui/badge'
import { Cell, flexible, HeaderCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import type { Member } from '@/lib/members/schema'
import { cn } from '@/lib/utils'
import { LastActive } from './last-active'
import { MemberMenu } from './member-menu'
import { RoleSelect } from './role-select'
import type { MemberRefusals } from './use-member-refusals'

export type MemberRowsProps = {
  members: Member[]
  refusals: MemberRefusals
  onRemove: (member: Member) => void
}

export function MemberTable({ members, refusals, onRemove }: MemberRowsProps) {
  return (
    <Table label="Members">
      <TableHead>
        <HeaderCell>Name</HeaderCell>
        <HeaderCell>Email</HeaderCell>
        <HeaderCell>Role</HeaderCell>
        <HeaderCell>Last active</HeaderCell>
        <HeaderCell>
          <span className="sr-only">Actions</span>
        </HeaderCell>
      </TableHead>
      <TableBody>
        {members.map((member) => (
          <Row key={member.id}>
            <Cell className={cn(flexible, 'w-1/2')}>
              <span className="flex min-w-0 items-center gap-2">
                <span className="truncate font-medium">{member.name}</span>
                {member.isYou && <Badge>You</Badge>}
              </span>
            </Cell>
            <Cell muted className={cn(flexible, 'w-1/2')} title={member.email}>
              {member.email}
            </Cell>
            <Cell>
              <RoleSelect member={member} disabledReason={refusals.changeRole(member)} />
            </Cell>
            <Cell muted className="min-w-28 whitespace-nowrap">
              <LastActive member={member} />
            </Cell>
            <Cell align="right" className="w-10">
              <MemberMenu
                member={member}
                disabledReason={refusals.remove(member)}
                onRemove={() => onRemove(member)}
              />
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}
