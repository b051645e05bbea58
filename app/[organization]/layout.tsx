import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { PaletteProvider } from '@/components/palette/palette-context'
import { OrganizationProvider } from '@/components/shell/organization-context'
import { getPageFrame } from '@/lib/organizations/page-frame'

type Props = { params: Promise<{ organization: string }>; children: ReactNode }

export async function generateMetadata({ params }: Omit<Props, 'children'>): Promise<Metadata> {
  // Whatever is wrong, the layout says it, and its answer has a title of its own.
  const frame = await getPageFrame((await params).organization).catch(() => null)
  if (!frame) return {}
  const { organization } = frame
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
      <PaletteProvider>{children}</PaletteProvider>
    </OrganizationProvider>
  )
}
