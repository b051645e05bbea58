import type { ReactNode } from 'react'
import { SettingsNav } from '@/components/settings/settings-nav'
import { Page } from '@/components/shell/page'
import { PageHeader } from '@/components/shell/page-header'

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <Page>
      <PageHeader title="Settings" />
      <div className="grid gap-x-8 gap-y-4 lg:grid-cols-[11rem_minmax(0,1fr)]">
        <SettingsNav />
        <div className="flex max-w-3xl min-w-0 flex-col gap-5">{children}</div>
      </div>
    </Page>
  )
}
