import 'server-only'
import { signInToBrowser } from '@/lib/auth/browser-sessions'
import { requireSession } from '@/lib/auth/current-session'
import { AppError } from '@/lib/errors'
import type { RequestMeta } from '@/lib/request-meta'
import { services } from '@/lib/server'
import { acceptInvitation } from './accept-invitation'
import { joinWithNewAccount } from './join-with-new-account'
import type { JoinInput } from './schema'

/** Makes whoever is signed in a member. */
export async function acceptInBrowser(
  meta: RequestMeta,
  { token }: { token: string },
): Promise<{ redirectTo: string }> {
  const { user } = await requireSession()
  return { redirectTo: `/${await acceptInvitation(services(), meta, user, token)}/dashboard` }
}

/** Makes an account and a member, and signs this browser in. */
export async function joinInBrowser(meta: RequestMeta, input: JoinInput): Promise<{ redirectTo: string }> {
  const { email, slug } = await joinWithNewAccount(services(), meta, input)
  const callbackUrl = `/${slug}/dashboard`
  try {
    return await signInToBrowser(meta, { email, password: input.password, callbackUrl })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    // They have joined all the same, and the invitation is used up: the rest is for the sign-in page.
    return { redirectTo: `/sign-in?callbackUrl=${encodeURIComponent(callbackUrl)}` }
  }
}
