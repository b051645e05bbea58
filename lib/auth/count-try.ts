import { createHash } from 'node:crypto'
import type { RateLimits } from '@/lib/rate-limits'

/**
 * Counts a try of somebody's password, before it is looked at, so that many at once find no gap. Wherever
 * it is asked for, the tries are one number.
 * @returns what a success calls, which takes them back
 * @throws AppError `rate_limited`
 */
export async function countTry(
  rateLimits: RateLimits,
  { email, address }: { email: string; address: string | null },
): Promise<{ forget: () => Promise<void> }> {
  const from = address ?? 'unknown'
  // Hashed: a key has a limited length, and this table is no list of who tried what.
  const account = createHash('sha256').update(`${email.toLowerCase()}\n${from}`).digest('base64url')
  await rateLimits.take('sign_ins_from_address', from)
  await rateLimits.take('sign_ins_of_account', account)
  return {
    forget: async () => {
      await rateLimits.giveBack('sign_ins_from_address', from)
      await rateLimits.reset('sign_ins_of_account', account)
    },
  }
}
