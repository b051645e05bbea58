'use client'

import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react'
import { type Role, roleIncludes } from '@/lib/auth/roles'
import { lastOrganizationCookie } from './last-organization'

type OrganizationProps = {
  organization: { slug: string; name: string }
  user: { name: string; email: string }
  role: Role
  /** Whom to ask. */
  admins: string[]
}

type Organization = {
  slug: string
  name: string
  role: Role
  user: { name: string; email: string }
  can: (needed: Role) => boolean
  /** Why this person may not do `what`, such as `add endpoints`; undefined when they may. */
  refusal: (needed: Role, what: string) => string | undefined
  /** A path inside this organization: `href('/flows')`. */
  href: (path: string) => string
}

const OrganizationContext = createContext<Organization | null>(null)

const allowed = {
  viewer: 'members',
  editor: 'editors and admins',
  admin: 'admins',
} satisfies Record<Role, string>

export function OrganizationProvider({
  organization: { slug, name },
  user,
  role,
  admins,
  children,
}: OrganizationProps & { children: ReactNode }) {
  useEffect(() => {
    document.cookie = `${lastOrganizationCookie}=${slug}; path=/; max-age=31536000; samesite=lax`
  }, [slug])

  const value = useMemo<Organization>(
    () => ({
      slug,
      name,
      role,
      user,
      can: (needed) => roleIncludes(role, needed),
      refusal: (needed, what) => (roleIncludes(role, needed) ? undefined : refusal(needed, what, admins)),
      href: (path) => `/${slug}${path}`,
    }),
    [slug, name, role, user, admins],
  )
  return <OrganizationContext value={value}>{children}</OrganizationContext>
}

function refusal(needed: Role, what: string, admins: string[]): string {
  const ask =
    admins.length > 0 ? ` Ask ${new Intl.ListFormat('en', { type: 'disjunction' }).format(admins)}.` : ''
  return `Only ${allowed[needed]} can ${what}.${ask}`
}

/** The organization of this page, and what its reader may do. The server decides; this explains. */
export function useOrganization(): Organization {
  const organization = useContext(OrganizationContext)
  if (!organization) throw new Error('useOrganization is for pages of an organization')
  return organization
}
