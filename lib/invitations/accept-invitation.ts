import { type Database, withScope } from '@/db/client'
import { AppError } from '@/lib/errors'
import type { RequestMeta } from '@/lib/request-meta'
import { hashToken } from '@/lib/tokens/hash-token'
import { readInvitation } from './find-invitation'
import { noLongerValid, consumeInvitation } from './consume-invitation'

/**
 * Makes the person a member whom the invitation names.
 * @returns the slug of the organization
 * @throws AppError `not_found` for one that is not open, `forbidden` for somebody else’s
 */
export async function acceptInvitation(
  { db }: { db: Database },
  meta: RequestMeta,
  user: { id: string; name: string; email: string },
  token: string,
): Promise<string> {
  return withScope(db, { tokenHash: hashToken(token) }, async (tx) => {
    const invitation = await readInvitation(tx, token)
    if (invitation?.state !== 'open') throw noLongerValid()
    if (invitation.email !== user.email.toLowerCase()) {
      throw new AppError('forbidden', 'This invitation is for somebody else.')
    }
    await consumeInvitation(tx, meta, invitation, token, { id: user.id, name: user.name })
    return invitation.organization.slug
  })
}
