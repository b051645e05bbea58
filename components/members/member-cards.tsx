import { Badge } from '@/components/ui/badge'
import { LastActive } from './last-active'
import { MemberMenu } from './member-menu'
import type { MemberRowsProps } from './member-table'
import { RoleSelect } from './role-select'

/** The same as the table, for phones. */
export function MemberCards({ members, refusals, onRemove }: MemberRowsProps) {
  return (
    <ul aria-label="Members" className="divide-y divide-line">
      {members.map((member) => (
        <li key={member.id} className="flex items-start gap-2 p-4">
          <div className="min-w-0 flex-1">
            <p className="flex items-center gap-2">
              <span className="truncate font-medium">{member.name}</span>
              {member.isYou && <Badge>You</Badge>}
            </p>
            <p className="break-words text-muted">{member.email}</p>
            <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
              <RoleSelect member={member} disabledReason={refusals.changeRole(member)} />
              <span className="text-xs text-muted">
                Last active <LastActive member={member} />
              </span>
            </div>
          </div>
          <MemberMenu
            member={member}
            disabledReason={refusals.remove(member)}
            onRemove={() => onRemove(member)}
          />
        </li>
      ))}
    </ul>
  )
}
