'use client'

import { useRef, useState } from 'react'
import { problemOf } from '@/components/endpoints/problem-of'
import { Select } from '@/components/ui/select'
import { showToast } from '@/components/ui/toast'
import type { Role } from '@/lib/auth/roles'
import type { Member } from '@/lib/members/schema'
import { ChangeOwnRoleDialog } from './change-own-role-dialog'
import { roleOptions } from './role-options'
import { useChangeRole } from './use-member-mutations'

type RoleSelectProps = { member: Member; disabledReason: string | undefined }

export function RoleSelect({ member, disabledReason }: RoleSelectProps) {
  const change = useChangeRole(member)
  const select = useRef<HTMLButtonElement>(null)
  const [asked, setAsked] = useState<Role | null>(null)

  function choose(role: Role) {
    if (role === member.role || change.isPending) return
    if (member.isYou) return setAsked(role)
    change.mutate(role, {
      onError: (error) =>
        showToast({
          title: `Couldn’t change the role of ${member.name}`,
          description: problemOf(error).message,
          tone: 'danger',
        }),
    })
  }

  return (
    <>
      <Select
        ref={select}
        size="sm"
        label={`Role of ${member.name}`}
        value={change.isPending ? change.variables : member.role}
        onValueChange={choose}
        options={roleOptions}
        disabledReason={disabledReason}
        className="w-28"
      />
      {asked && (
        <ChangeOwnRoleDialog role={asked} change={change} selectRef={select} onClose={() => setAsked(null)} />
      )}
    </>
  )
}
