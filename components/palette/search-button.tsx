'use client'

import { Search } from 'lucide-react'
import { IconButton } from '@/components/ui/icon-button'
import { Kbd } from '@/components/ui/kbd'
import { useOpenPalette } from './palette-context'

/** Opens the palette; looks like the field that it opens. */
export function SearchButton() {
  const openPalette = useOpenPalette()
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      onClick={openPalette}
      className="flex h-8 w-full items-center gap-2 rounded-md border border-line bg-canvas px-2 text-muted hover:border-line-strong hover:text-ink"
    >
      <Search aria-hidden className="size-4 shrink-0" />
      <span className="flex-1 text-left">Search</span>
      <Kbd keys="Mod+K" />
    </button>
  )
}

/** The same where there is little room. */
export function SearchIconButton() {
  const openPalette = useOpenPalette()
  return (
    <IconButton label="Search" shortcut="Mod+K" aria-haspopup="dialog" onClick={openPalette}>
      <Search aria-hidden />
    </IconButton>
  )
}
