import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useOrganization } from '@/components/shell/organization-context'
import { showToast } from '@/components/ui/toast'
import { unwrap } from '@/lib/action-result'
import { inviteMembersAction, renewInvitationAction, revokeInvitationAction } from '@/lib/invitations/actions'
import { invitationsQuery } from '@/lib/invitations/queries'
import type { Invitation, InviteFormInput } from '@/lib/invitations/schema'

export function useInvite() {
  const { slug } = useOrganization()
  return useMutation({
    mutationFn: (input: InviteFormInput) => unwrap(inviteMembersAction(slug, input)),
    onSuccess: useRefresh(),
  })
}

export function useRenewInvitation() {
  const { slug } = useOrganization()
  return useMutation({
    mutationFn: (id: string) => unwrap(renewInvitationAction(slug, { id })),
    onSuccess: useRefresh(),
  })
}

export function useRevokeInvitation(invitation: Invitation) {
  const { slug } = useOrganization()
  const queryClient = useQueryClient()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: () => unwrap(revokeInvitationAction(slug, { id: invitation.id })),
    onSuccess: () => {
      queryClient.setQueryData(invitationsQuery(slug).queryKey, (list) =>
        list?.filter(({ id }) => id !== invitation.id),
      )
      refresh()
      showToast({ title: 'Invitation revoked', description: invitation.email })
    },
  })
}

function useRefresh() {
  const { slug } = useOrganization()
  const queryClient = useQueryClient()
  return () => void queryClient.invalidateQueries({ queryKey: invitationsQuery(slug).queryKey })
}
