import type { LucideIcon } from 'lucide-react'

/** In the order in which they are listed when their matches are equally good. */
export const paletteGroups = ['Recent', 'Flows', 'API Endpoints', 'Steps', 'Commands', 'Pages'] as const
export type PaletteGroup = (typeof paletteGroups)[number]

/** Something that can be chosen in the palette. */
export type PaletteItem = {
  /** Of those with the same id the first one counts. */
  id: string
  group: PaletteGroup
  /** The name of a thing; for pages and commands what choosing it does. */
  label: string
  /** Beside the label, and searched less eagerly. */
  detail?: string
  icon: LucideIcon
  keys?: string
  /** Listed behind the commands of all pages while nothing is typed. */
  last?: true
  /** Why it can't be chosen; it is listed nevertheless. */
  disabledReason?: string
  action: { href: string } | { run: () => void } | PaletteList
}

/** What opens a list of its own. */
export type PaletteList = { list: string; items: PaletteItem[] }
