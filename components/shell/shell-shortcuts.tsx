'use client'

import { Keyboard } from 'lucide-react'
import { useEffect, useState } from 'react'
import { usePaletteOffer } from '@/components/palette/palette-context'
import { useDeviceSetting } from './device-settings'
import { type ShortcutGroup, ShortcutList } from './shortcut-list'

const groups: ShortcutGroup[] = [
  {
    name: 'Everywhere',
    shortcuts: [
      { keys: 'Mod+K', action: 'Search and commands' },
      { keys: '?', action: 'This list', single: true },
      { keys: 'F6', action: 'Notifications, when there are any' },
      { keys: 'Esc', action: 'Close the innermost thing' },
    ],
  },
  {
    name: 'In the form of an endpoint',
    shortcuts: [
      { keys: 'Mod+S', action: 'Save' },
      { keys: 'Mod+Enter', action: 'Save' },
    ],
  },
]

const busy =
  'input, textarea, select, [contenteditable], [role="dialog"], [role="alertdialog"], [role="menu"]'

/** `?` and what it shows, on all pages but the Flow Editor, which has more keys. */
export function ShellShortcuts() {
  const [open, setOpen] = useState(false)
  const singleKeys = useDeviceSetting('singleKeys') === 'on'

  useEffect(() => {
    if (!singleKeys) return
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== '?' || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented)
        return
      if (event.target instanceof Element && event.target.closest(busy)) return
      event.preventDefault()
      setOpen(true)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [singleKeys])

  usePaletteOffer(() => [
    {
      id: 'shortcuts',
      group: 'Commands',
      label: 'Keyboard shortcuts',
      icon: Keyboard,
      keys: singleKeys ? '?' : undefined,
      last: true,
      action: { run: () => setOpen(true) },
    },
  ])

  return <ShortcutList groups={groups} open={open} onOpenChange={setOpen} />
}
