'use client'

import { Ellipsis, LogOut, UserMinus } from 'lucide-react'
import { IconButton } from '@/components/ui/icon-button'
import { Menu, MenuItem } from '@/components/ui/menu'
import type { Member } from '@/lib/members/schema'

type MemberMenuProps = { member: Member; disabledReason: string | undefined; onRemove: () => void }

export function MemberMenu({ member, disabledReason, onRemove }: MemberMenuProps) {
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={`Actions for ${member.name}`} size="sm">
          <Ellipsis aria-hidden />
        </IconButton>
      }
    >
      <MenuItem
        icon={member.isYou ? <LogOut aria-hidden /> : <UserMinus aria-hidden />}
        destructive
        disabledReason={disabledReason}
        onClick={onRemove}
      >
        {member.isYou ? 'Leave organization' : 'Remove member'}
      </MenuItem>
    </Menu>
  )
}
