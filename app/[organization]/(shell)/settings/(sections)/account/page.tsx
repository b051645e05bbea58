import type { Metadata } from 'next'
import { AccountSettings } from '@/components/settings/account/account-settings'
import { requireSession } from '@/lib/auth/current-session'
import { getPageContext } from '@/lib/auth/get-org-context'
import { getAccount } from '@/lib/users/get-account'

export const metadata: Metadata = { title: 'Account' }

type Props = { params: Promise<{ organization: string }> }

export default async function AccountPage({ params }: Props) {
  const { organization } = await params
  const ctx = await getPageContext(organization, `/${organization}/settings/account`)
  return <AccountSettings account={await getAccount(ctx, await requireSession())} />
}
