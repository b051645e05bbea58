import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { OrganizationProvider } from '@/components/shell/organization-context'
import { getPageFrame } from '@/lib/organizations/page-frame'

type Props = { params: Promise<{ organization: string }>; children: ReactNode }

export async function generateMetadata({ params }: Omit<Props, 'children'>): Promise<Metadata> {
  const { organization } = await getPageFrame((await params).organization)
  return { title: { template: `%s · ${organization.name}`, default: organization.name } }
}

export default async function OrganizationLayout({ params, children }: Props) {
  const frame = await getPageFrame((await params).organization)
  return (
    <OrganizationProvider
      organization={frame.organization}
      user={frame.user}
      role={frame.role}
      admins={frame.admins}
    >
      {children}
    </OrganizationProvider>
  )
}
