'use client'

import { Building2, KeyRound, type LucideIcon, SunMoon, Trash2, UserRound } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useOrganization } from '@/components/shell/organization-context'

const sections: { path: string; label: string; icon: LucideIcon }[] = [
  { path: '/settings', label: 'Organization', icon: Building2 },
  { path: '/settings/tokens', label: 'API tokens', icon: KeyRound },
  { path: '/settings/account', label: 'Account', icon: UserRound },
  { path: '/settings/appearance', label: 'Appearance', icon: SunMoon },
  { path: '/settings/deleted', label: 'Recently deleted', icon: Trash2 },
]

/** The parts of Settings: at the left, and on narrow windows above. */
export function SettingsNav() {
  const { href } = useOrganization()
  const pathname = usePathname()
  return (
    <nav aria-label="Settings">
      <ul className="flex flex-wrap gap-1 lg:flex-col lg:gap-0.5">
        {sections.map(({ path, label, icon: Icon }) => (
          <li key={path}>
            <Link
              href={href(path)}
              aria-current={pathname === href(path) ? 'page' : undefined}
              className="flex h-8 items-center gap-2.5 rounded-md px-2 font-medium text-muted hover:bg-strong/50 hover:text-ink aria-[current=page]:bg-strong/70 aria-[current=page]:text-ink"
            >
              <Icon aria-hidden className="size-4 shrink-0 max-lg:hidden" />
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
