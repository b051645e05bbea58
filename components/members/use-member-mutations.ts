import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useOrganization } from '@/components/shell/organization-context'
import { showToast } from '@/components/ui/toast'
import { unwrap } from '@/lib/action-result'
import type { Role } from '@/lib/auth/roles'
import { invitationsQuery } from '@/lib/invitations/queries'
import { changeRoleAction, removeMemberAction } from '@/lib/members/actions'
import { membersQuery } from '@/lib/members/queries'
import type { Member } from '@/lib/members/schema'
import { roleLooks } from './role-options'

/** Gives a member another role. */
export function useChangeRole(member: Member) {
  const { slug } = useOrganization()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (role: Role) => unwrap(changeRoleAction(slug, { id: member.id, role })),
    onSuccess: (_, role) => {
      refresh((members) => members.map((one) => (one.id === member.id ? { ...one, role } : one)))
      const who = member.isYou ? 'You are' : `${member.name} is`
      showToast({ title: 'Role changed', description: `${who} now ${roleLooks[role].named}.` })
    },
  })
}

/** Ends somebody’s membership, or one’s own. */
export function useRemoveMember(member: Member) {
  const { slug } = useOrganization()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: () => unwrap(removeMemberAction(slug, { id: member.id })),
    onSuccess: () => {
      // Nothing of the organization may stay in memory, and the start page knows where to go.
      if (member.isYou) return window.location.assign('/')
      refresh((members) => members.filter((one) => one.id !== member.id))
      showToast({ title: 'Member removed', description: member.name })
    },
  })
}

function useRefresh() {
  const { slug } = useOrganization()
  const queryClient = useQueryClient()
  const router = useRouter()
  return (change: (members: Member[]) => Member[]) => {
    const { queryKey } = membersQuery(slug)
    queryClient.setQueryData(queryKey, (members) => members && change(members))
    void queryClient.invalidateQueries({ queryKey })
    void queryClient.invalidateQueries({ queryKey: invitationsQuery(slug).queryKey })
    // What the page says about one's own rights, and whom it says to ask.
    router.refresh()
  }
}
