import { Building2 } from 'lucide-react'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { SignOutButton } from '@/components/auth/sign-out-button'
import { lastOrganizationCookie } from '@/components/shell/last-organization'
import { MessagePage } from '@/components/shell/message-page'
import { EmptyState } from '@/components/ui/empty-state'
import { currentSession } from '@/lib/auth/current-session'
import { listOrganizations } from '@/lib/auth/memberships'
import { services } from '@/lib/server'

/** Leads to the organization used last, else to the first one. */
export default async function StartPage() {
  const session = await currentSession()
  if (!session) redirect('/sign-in')
  const organizations = await listOrganizations(services().db, session.user.id)
  const last = (await cookies()).get(lastOrganizationCookie)?.value
  const target = organizations.find(({ slug }) => slug === last) ?? organizations[0]
  if (target) redirect(`/${target.slug}/dashboard`)
  return (
    <MessagePage>
      <EmptyState
        level={1}
        icon={<Building2 />}
        title="You are not a member of an organization"
        actions={<SignOutButton />}
      >
        You are signed in as {session.user.email}. Ask an admin of your organization to add you.
      </EmptyState>
    </MessagePage>
  )
}
