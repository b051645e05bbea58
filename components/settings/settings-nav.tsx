'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useOrganization } from '@/components/shell/organization-context'
import { settingsSections } from './sections'

/** The parts of Settings: at the left, and on narrow windows above. */
export function SettingsNav() {
  const { href } = useOrganization()
  const pathname = usePathname()
  return (
    <nav aria-label="Settings">
      <ul className="flex flex-wrap gap-1 lg:flex-col lg:gap-0.5">
        {settingsSections.map(({ path, label, icon: Icon }) => (
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
