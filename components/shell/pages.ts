import {
  History,
  LayoutDashboard,
  type LucideIcon,
  Plug,
  ScrollText,
  Settings,
  Users,
  Workflow,
} from 'lucide-react'

/** A page of the organization, by its path inside it. */
export type ShellPage = { path: string; label: string; icon: LucideIcon }

/** In the order of the navigation. */
export const shellPages: ShellPage[] = [
  { path: '/dashboard', label: 'Dashboard', icon: LayoutDashboard },
  { path: '/flows', label: 'Flows', icon: Workflow },
  { path: '/endpoints', label: 'API Endpoints', icon: Plug },
  { path: '/runs', label: 'Runs', icon: History },
  { path: '/members', label: 'Members', icon: Users },
  { path: '/audit-log', label: 'Audit log', icon: ScrollText },
  { path: '/settings', label: 'Settings', icon: Settings },
]
