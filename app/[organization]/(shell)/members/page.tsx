import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { MembersBrowser } from '@/components/members/members-browser'
import { getPageContext } from '@/lib/auth/get-org-context'
import { roleIncludes } from '@/lib/auth/roles'
import { env } from '@/lib/env'
import { listInvitations } from '@/lib/invitations/list-invitations'
import { invitationsQuery } from '@/lib/invitations/queries'
import { listMembers } from '@/lib/members/list-members'
import { membersQuery } from '@/lib/members/queries'

export const metadata: Metadata = { title: 'Members' }

export default async function MembersPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params
  const ctx = await getPageContext(organization, `/${organization}/members`)
  const queryClient = new QueryClient()
  queryClient.setQueryData(membersQuery(organization).queryKey, await listMembers(ctx))
  if (roleIncludes(ctx.role, 'admin')) {
    queryClient.setQueryData(invitationsQuery(organization).queryKey, await listInvitations(ctx))
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <MembersBrowser appUrl={env().appUrl} />
    </HydrationBoundary>
  )
}
