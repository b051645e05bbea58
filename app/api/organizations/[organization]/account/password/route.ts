import { continueWith } from '@/lib/auth/browser-sessions'
import { parseInput } from '@/lib/parse-input'
import { readJson } from '@/lib/read-json'
import { orgRoute } from '@/lib/route'
import { changePassword } from '@/lib/users/change-password'
import { changePasswordSchema } from '@/lib/users/schema'

/** A person's own, whichever of their organizations they are looking at. */
export const POST = orgRoute(async (ctx, { request }) => {
  const { sessionId } = await changePassword(ctx, parseInput(changePasswordSchema, await readJson(request)))
  await continueWith(sessionId)
  return {}
})
