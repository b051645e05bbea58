import { Building2, KeyRound, SunMoon, Trash2, UserRound } from 'lucide-react'
import type { ShellPage } from '@/components/shell/pages'

/** The parts of Settings, in the order of their navigation. */
export const settingsSections: ShellPage[] = [
  { path: '/settings', label: 'Organization', icon: Building2 },
  { path: '/settings/tokens', label: 'API tokens', icon: KeyRound },
  { path: '/settings/account', label: 'Account', icon: UserRound },
  { path: '/settings/appearance', label: 'Appearance', icon: SunMoon },
  { path: '/settings/deleted', label: 'Recently deleted', icon: Trash2 },
]
