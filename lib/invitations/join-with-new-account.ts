import { withScope } from '@/db/client'
import { users } from '@/db/schema'
import { hashPassword } from '@/lib/auth/password'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/new-id'
import type { RequestMeta } from '@/lib/request-meta'
import type { Services } from '@/lib/services'
import { hashToken } from '@/lib/tokens/hash-token'
import { findInvitation, readInvitation } from './find-invitation'
import type { JoinInput } from './schema'
import { noLongerValid, consumeInvitation } from './consume-invitation'

/**
 * Makes an account for the email of an invitation, and a member of it. Tries are counted like those of
 * signing in; a success takes its own back.
 * @returns the account’s email and the slug of the organization
 * @throws AppError `not_found` for an invitation that is not open, `conflict` when there is an account for
 * its email, or `rate_limited`
 */
export async function joinWithNewAccount(
  services: Pick<Services, 'db' | 'rateLimits'>,
  meta: RequestMeta,
  { token, name, password }: JoinInput,
): Promise<{ email: string; slug: string }> {
  const { db, rateLimits } = services
  const address = meta.address ?? 'unknown'
  await rateLimits.take('joins_from_address', address)
  // Hashing is dear by design, and takes too long for a transaction: first see whether it is of use.
  requireUsable(await findInvitation({ db }, token))
  const passwordHash = await hashPassword(password)
  const joined = await withScope(db, { tokenHash: hashToken(token) }, async (tx) => {
    const invitation = requireUsable(await readInvitation(tx, token))
    const { email, organization } = invitation
    const [user] = await tx
      .insert(users)
      .values({ id: newId(), email, name, passwordHash, emailProven: false })
      .onConflictDoNothing()
      .returning({ id: users.id, name: users.name })
    if (!user) throw hasAccount()
    await consumeInvitation(tx, meta, invitation, token, user)
    return { email, slug: organization.slug }
  })
  await rateLimits.giveBack('joins_from_address', address)
  return joined
}

type Found = Awaited<ReturnType<typeof findInvitation>>

function requireUsable(invitation: Found): NonNullable<Found> {
  if (invitation?.state !== 'open') throw noLongerValid()
  if (invitation.hasAccount) throw hasAccount()
  return invitation
}

function hasAccount(): AppError {
  return new AppError('conflict', 'There is an account for this email. Sign in to join.')
}
