'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useOrganization } from './organization-context'
import { shellPages } from './pages'

/** The pages of an organization. */
export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const { href } = useOrganization()
  const pathname = usePathname()
  return (
    <nav aria-label="Main">
      <ul className="flex flex-col gap-0.5">
        {shellPages.map(({ path, label, icon: Icon }) => {
          const target = href(path)
          const current = pathname === target || pathname.startsWith(`${target}/`)
          return (
            <li key={path}>
              <Link
                href={target}
                aria-current={current ? 'page' : undefined}
                onClick={onNavigate}
                className="flex h-8 items-center gap-2.5 rounded-md px-2 font-medium text-muted hover:bg-subtle hover:text-ink aria-[current=page]:bg-strong/70 aria-[current=page]:text-ink"
              >
                <Icon aria-hidden className="size-4 shrink-0" />
                {label}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
