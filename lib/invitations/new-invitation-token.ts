import { sql } from 'drizzle-orm'
import { randomBytes } from 'node:crypto'
import { invitationLimits } from './schema'

/** What the link of an invitation carries. Only its hash is kept. */
export function newInvitationToken(): string {
  return `inv_${randomBytes(32).toString('base64url')}`
}

/** Until when a link that is made now is valid, by the database's clock. */
export const expiry = sql`now() + make_interval(days => ${invitationLimits.days})`
