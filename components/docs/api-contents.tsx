'use client'

import { Menu } from 'lucide-react'
import { useState } from 'react'
import { Drawer } from '@/components/ui/drawer'
import { IconButton } from '@/components/ui/icon-button'
import { ApiNavigation, type NavigationEntry } from './api-navigation'

/** The navigation for windows that have no room for it beside the text. */
export function ApiContents({ entries }: { entries: NavigationEntry[] }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <IconButton label="Calls and schemas" onClick={() => setOpen(true)} className="lg:hidden">
        <Menu aria-hidden />
      </IconButton>
      <Drawer open={open} onOpenChange={setOpen} title="REST API" side="left" width={320}>
        <ApiNavigation entries={entries} onGo={() => setOpen(false)} />
      </Drawer>
    </>
  )
}
