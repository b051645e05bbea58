import { AppError } from '@/lib/errors'
import type { Services } from '@/lib/services'
import { type Role, roleIncludes } from './roles'

/** Who acts: a signed-in person, a program with an API token, or Sluice itself. */
export type Actor =
  | { type: 'user'; id: string; name: string }
  | { type: 'token'; id: string; name: string }
  | { type: 'system'; id: null; name: 'Sluice' }

/**
 * What every verb gets: the organization it works in, who asks with which role (both read from the
 * database for this request), and the parts it works with.
 */
export type OrgContext = Services & {
  orgId: string
  orgSlug: string
  actor: Actor
  role: Role
  requestId: string
  /** The caller's network address, for the audit log. */
  address: string | null
}

const refusals = {
  viewer: 'You need to be a member of this organization.',
  editor: 'Only editors and admins can do that.',
  admin: 'Only admins can do that.',
} satisfies Record<Role, string>

/**
 * The guard at the top of every verb.
 * @throws AppError `forbidden`
 */
export function requireRole(ctx: Pick<OrgContext, 'role'>, needed: Role): void {
  if (!roleIncludes(ctx.role, needed)) {
    throw new AppError('forbidden', refusals[needed], { details: { needed } })
  }
}

/**
 * The guard of verbs about a person's own account, which is no organization's.
 * @returns the person's id
 * @throws AppError `forbidden` for programs
 */
export function requirePerson({ actor }: Pick<OrgContext, 'actor'>): string {
  if (actor.type !== 'user') throw new AppError('forbidden', 'Only people have an account.')
  return actor.id
}
