'use client'

import { BookOpen, CircleUser, LogOut } from 'lucide-react'
import { useSignOut } from '@/components/auth/use-sign-out'
import { Menu, MenuGroup, MenuItem, MenuLink, MenuSeparator } from '@/components/ui/menu'
import { useOrganization } from './organization-context'

/** Who is signed in, and the way out. */
export function AccountMenu() {
  const { user, role, href } = useOrganization()
  const { leaving, signOut } = useSignOut()
  return (
    <Menu
      side="top"
      trigger={
        <button
          type="button"
          aria-label={`Account: ${user.name}`}
          aria-busy={leaving}
          className="flex h-8 min-w-0 flex-1 items-center gap-2 rounded-md px-1.5 hover:bg-subtle data-popup-open:bg-subtle"
        >
          <span
            aria-hidden
            className="grid size-6 shrink-0 place-items-center rounded-full bg-strong text-xs font-semibold text-ink"
          >
            {initials(user.name)}
          </span>
          <span className="truncate">{user.name}</span>
        </button>
      }
    >
      <MenuGroup label={`${user.email} · ${role}`}>
        <MenuSeparator />
        <MenuLink href={href('/settings/account')} icon={<CircleUser aria-hidden />}>
          Your account
        </MenuLink>
        <MenuLink href="/docs/api" icon={<BookOpen aria-hidden />}>
          REST API
        </MenuLink>
        <MenuItem icon={<LogOut aria-hidden />} onClick={signOut}>
          Sign out
        </MenuItem>
      </MenuGroup>
    </Menu>
  )
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined]
  return letters
    .map((word) => word?.match(/^./u)?.[0] ?? '')
    .join('')
    .toLocaleUpperCase('en')
}
