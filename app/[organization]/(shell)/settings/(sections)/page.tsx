import type { Metadata } from 'next'
import { InstallationCard } from '@/components/settings/organization/installation-card'
import { OrganizationForm } from '@/components/settings/organization/organization-form'
import { getPageContext } from '@/lib/auth/get-org-context'
import { env } from '@/lib/env'
import { describeInstallation } from '@/lib/organizations/describe-installation'

export const metadata: Metadata = { title: 'Settings' }

type Props = { params: Promise<{ organization: string }> }

export default async function OrganizationSettingsPage({ params }: Props) {
  const { organization } = await params
  const ctx = await getPageContext(organization, `/${organization}/settings`)
  return (
    <>
      <OrganizationForm />
      <InstallationCard installation={describeInstallation(ctx, env())} />
    </>
  )
}
