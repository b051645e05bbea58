import { useOrganization } from '@/components/shell/organization-context'
import { lastAdminRefusal, type Member } from '@/lib/members/schema'

/** Why this person may not do that to a member; undefined where they may. */
export function useMemberRefusals(members: Member[]) {
  const { refusal } = useOrganization()
  const admins = members.filter(({ role }) => role === 'admin')
  const keeps = ({ id }: Member) =>
    admins.length === 1 && admins[0]?.id === id ? lastAdminRefusal : undefined
  return {
    changeRole: (member: Member) => refusal('admin', 'change roles') ?? keeps(member),
    remove: (member: Member) =>
      (member.isYou ? undefined : refusal('admin', 'remove members')) ?? keeps(member),
  }
}

export type MemberRefusals = ReturnType<typeof useMemberRefusals>
