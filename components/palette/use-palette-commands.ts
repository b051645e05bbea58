import { BookOpen, FileUp, LogOut, Moon, Play, Plug, Plus, Sun, UserPlus } from 'lucide-react'
import { useTheme } from 'next-themes'
import { useSignOut } from '@/components/auth/use-sign-out'
import { settingsSections } from '@/components/settings/sections'
import { useOrganization } from '@/components/shell/organization-context'
import { shellPages } from '@/components/shell/pages'
import type { PaletteItem } from './palette-item'

/** What can be done from everywhere, and the pages. */
export function usePaletteCommands(runnable: PaletteItem[]): PaletteItem[] {
  const { href, refusal } = useOrganization()
  const { resolvedTheme, setTheme } = useTheme()
  const { signOut } = useSignOut()
  const otherTheme = resolvedTheme === 'dark' ? 'light' : 'dark'

  const commands: Omit<PaletteItem, 'group'>[] = [
    {
      id: 'run-flow-of',
      label: 'Run flow…',
      icon: Play,
      disabledReason: refusal('editor', 'run flows'),
      action: { list: 'run-flow', items: runnable },
    },
    {
      id: 'new-flow',
      label: 'New flow',
      icon: Plus,
      disabledReason: refusal('editor', 'create flows'),
      action: { href: href('/flows?new=true') },
    },
    {
      id: 'import-flow',
      label: 'Import flow from a file',
      icon: FileUp,
      disabledReason: refusal('editor', 'create flows'),
      action: { href: href('/flows?new=import') },
    },
    {
      id: 'new-endpoint',
      label: 'New endpoint',
      icon: Plug,
      disabledReason: refusal('admin', 'add endpoints'),
      action: { href: href('/endpoints/new') },
    },
    {
      id: 'invite',
      label: 'Invite people',
      icon: UserPlus,
      disabledReason: refusal('admin', 'invite people'),
      action: { href: href('/members?invite=true') },
    },
    {
      id: 'theme',
      label: `Switch to ${otherTheme} theme`,
      icon: otherTheme === 'dark' ? Moon : Sun,
      action: { run: () => setTheme(otherTheme) },
    },
    { id: 'sign-out', label: 'Sign out', icon: LogOut, action: { run: signOut } },
  ]
  const pages: Omit<PaletteItem, 'group'>[] = [
    ...shellPages.map(({ path, label, icon }) => ({
      id: path,
      label: `Go to ${label}`,
      icon,
      action: { href: href(path) },
    })),
    ...settingsSections
      .filter(({ path }) => !shellPages.some((page) => page.path === path))
      .map(({ path, label, icon }) => ({
        id: path,
        label: `Go to ${label}`,
        detail: 'Settings',
        icon,
        action: { href: href(path) },
      })),
    { id: '/docs/api', label: 'Go to REST API', icon: BookOpen, action: { href: '/docs/api' } },
  ]
  return [
    ...commands.map((command) => ({ ...command, group: 'Commands' as const })),
    ...pages.map((page) => ({ ...page, group: 'Pages' as const })),
  ]
}
