import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { hiddenChecklistCookie } from '@/components/dashboard/hidden-checklist'
import { AppearanceSettings } from '@/components/settings/appearance/appearance-settings'
import { ChecklistSetting } from '@/components/settings/appearance/checklist-setting'
import { getPageContext } from '@/lib/auth/get-org-context'

export const metadata: Metadata = { title: 'Appearance' }

type Props = { params: Promise<{ organization: string }> }

export default async function AppearancePage({ params }: Props) {
  const { organization } = await params
  await getPageContext(organization, `/${organization}/settings/appearance`)
  return (
    <>
      <AppearanceSettings />
      <ChecklistSetting hidden={(await cookies()).has(hiddenChecklistCookie)} />
    </>
  )
}
