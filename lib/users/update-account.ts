import { eq } from 'drizzle-orm'
import { users } from '@/db/schema'
import { type OrgContext, requirePerson } from '@/lib/auth/context'
import { notFound } from '@/lib/errors'
import type { UpdateAccountInput } from './schema'

/** Changes what the person who asks is called, in all of their organizations. What is noted keeps its names. */
export async function updateAccount(
  ctx: OrgContext,
  { name }: UpdateAccountInput,
): Promise<{ name: string }> {
  const id = requirePerson(ctx)
  const [user] = await ctx.db
    .update(users)
    .set({ name })
    .where(eq(users.id, id))
    .returning({ name: users.name })
  if (!user) throw notFound()
  return user
}
