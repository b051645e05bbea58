import { eq, sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
import { users } from '@/db/schema'
import { hashPassword } from '@/lib/auth/password'
import { endSessionsOf } from '@/lib/auth/sessions'
import { notFound } from '@/lib/errors'
import { parseInput } from '@/lib/parse-input'
import { passwordSchema } from './schema'

/**
 * Sets a new password and signs the person out everywhere.
 * @throws AppError `not_found` for an email that nobody has, or `invalid_input`
 */
export async function resetPassword(
  { db }: { db: Database },
  input: { email: string; password: string },
): Promise<void> {
  const passwordHash = await hashPassword(parseInput(passwordSchema, input.password))
  await db.transaction(async (tx) => {
    const [user] = await tx
      .update(users)
      .set({ passwordHash, emailProven: true })
      .where(eq(sql`lower(${users.email})`, input.email.trim().toLowerCase()))
      .returning({ id: users.id })
    if (!user) throw notFound()
    await endSessionsOf(tx, user.id)
  })
}
