import 'server-only'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { notFound } from '@/lib/errors'
import { requestMeta } from '@/lib/request-meta'
import { services } from '@/lib/server'
import type { OrgContext } from './context'
import { currentSession, requireSession } from './current-session'
import { findMembership } from './memberships'

/**
 * The signed-in person in one organization, with the role that the database has for them now.
 * @throws AppError `unauthenticated`, or `not_found` for an organization that is not theirs
 */
export const getOrgContext = cache(async (slug: string): Promise<OrgContext> => {
  const { user } = await requireSession()
  const parts = services()
  const membership = await findMembership(parts.db, user.id, slug)
  if (!membership) throw notFound()
  return {
    ...parts,
    ...requestMeta(await headers()),
    orgId: membership.id,
    orgSlug: membership.slug,
    actor: { type: 'user', id: user.id, name: user.name },
    role: membership.role,
  }
})

/** For pages: whoever is signed out goes to the sign-in page and comes back to `path`. */
export async function getPageContext(slug: string, path: string): Promise<OrgContext> {
  if (!(await currentSession())) redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`)
  return getOrgContext(slug)
}
