import type { ReactNode } from 'react'
import { Shell } from '@/components/shell/shell'
import { getPageFrame } from '@/lib/organizations/page-frame'

type Props = { params: Promise<{ organization: string }>; children: ReactNode }

export default async function ShellLayout({ params, children }: Props) {
  const { organizations } = await getPageFrame((await params).organization)
  return <Shell organizations={organizations}>{children}</Shell>
}
