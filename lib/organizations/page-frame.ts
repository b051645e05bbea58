import 'server-only'
import { cookies, headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import { sessionCookie } from '@/lib/auth/cookies'
import { currentSession } from '@/lib/auth/current-session'
import { getOrgContext } from '@/lib/auth/get-org-context'
import { listOrganizations } from '@/lib/auth/memberships'
import type { Role } from '@/lib/auth/roles'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { services } from '@/lib/server'
import { listAdminNames } from './list-admin-names'

/** What the frame of an organization's pages shows, whichever page it holds. */
export type PageFrame = {
  organization: { slug: string; name: string }
  organizations: { slug: string; name: string }[]
  user: { name: string; email: string }
  role: Role
  admins: string[]
}

/** Sends away who is signed out; to a stranger the organization doesn't exist. Once per request. */
export const getPageFrame = cache(async (slug: string): Promise<PageFrame> => {
  const session = await currentSession()
  if (!session) redirect(await signInPath())
  const ctx = await getOrgContext(slug).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') notFound()
    throw error
  })
  const [organizations, admins] = await Promise.all([
    listOrganizations(services().db, session.user.id),
    listAdminNames(ctx),
  ])
  const organization = organizations.find((one) => one.slug === ctx.orgSlug)
  if (!organization) notFound() // left between the two reads
  return {
    organization: { slug: organization.slug, name: organization.name },
    organizations: organizations.map(({ slug: to, name }) => ({ slug: to, name })),
    user: { name: session.user.name, email: session.user.email },
    role: ctx.role,
    admins,
  }
})

/** To the sign-in page and back to this one. A cookie without a session means that one ended. */
async function signInPath(): Promise<string> {
  const query = new URLSearchParams({ callbackUrl: (await headers()).get('x-path') ?? '/' })
  if ((await cookies()).has(sessionCookie(env().appUrl).name)) query.set('reason', 'expired')
  return `/sign-in?${query.toString()}`
}
