'use client'

import { Menu as MenuIcon } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { SearchButton, SearchIconButton } from '@/components/palette/search-button'
import { Drawer } from '@/components/ui/drawer'
import { IconButton } from '@/components/ui/icon-button'
import { AccountMenu } from './account-menu'
import { Navigation } from './navigation'
import { useOrganization } from './organization-context'
import { OrganizationSwitcher } from './organization-switcher'
import { ShellShortcuts } from './shell-shortcuts'
import { SkipLink } from './skip-link'
import { ThemeMenu } from './theme-menu'

type ShellProps = { organizations: { slug: string; name: string }[]; children: ReactNode }

/** Navigation at the left; on phones a bar at the top with the same behind a menu. */
export function Shell({ organizations, children }: ShellProps) {
  const { name } = useOrganization()
  const [open, setOpen] = useState(false)
  const account = (
    <div className="flex items-center gap-1 border-t border-line p-2">
      <AccountMenu />
      <ThemeMenu />
    </div>
  )
  return (
    <div className="flex min-h-dvh flex-col md:flex-row">
      <SkipLink />
      <aside
        aria-label="Sidebar"
        className="sticky top-0 hidden h-dvh w-56 shrink-0 flex-col border-r border-line bg-surface md:flex"
      >
        <div className="flex flex-col gap-2 p-2 pt-3">
          <OrganizationSwitcher organizations={organizations} />
          <SearchButton />
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto p-2">
          <Navigation />
        </div>
        {account}
      </aside>
      <header className="sticky top-0 z-10 flex h-12 items-center gap-1 border-b border-line bg-surface px-2 md:hidden">
        <IconButton label="Open menu" onClick={() => setOpen(true)}>
          <MenuIcon aria-hidden />
        </IconButton>
        <span className="min-w-0 flex-1 truncate font-semibold">{name}</span>
        <SearchIconButton />
      </header>
      <Drawer open={open} onOpenChange={setOpen} title="Sluice" side="left" width={280}>
        <div className="flex h-full flex-col gap-4">
          <OrganizationSwitcher organizations={organizations} />
          <Navigation onNavigate={() => setOpen(false)} />
          <div className="-mx-4 mt-auto -mb-4">{account}</div>
        </div>
      </Drawer>
      <main id="content" tabIndex={-1} className="min-w-0 flex-1 outline-none">
        {children}
      </main>
      <ShellShortcuts />
    </div>
  )
}
