import 'server-only'
import { AuthError } from 'next-auth'
import { encode } from 'next-auth/jwt'
import { cookies } from 'next/headers'
import { env } from '@/lib/env'
import type { RequestMeta } from '@/lib/request-meta'
import { services } from '@/lib/server'
import { ownPath } from './callback-url'
import { sessionCookie } from './cookies'
import { currentSession, requireSession } from './current-session'
import { SignInRefused, signIn, signOut } from './next-auth'
import type { SignInInput } from './schema'
import { endOtherSessions, endSession, sessionDays } from './sessions'

/** Signs this browser in. A session that it had before ends: nobody may have planted it. */
export async function signInToBrowser(
  _meta: RequestMeta,
  input: SignInInput,
): Promise<{ redirectTo: string }> {
  const before = await currentSession()
  try {
    await signIn('credentials', { email: input.email, password: input.password, redirect: false })
  } catch (error) {
    if (error instanceof SignInRefused) throw error.reason
    if (error instanceof AuthError && error.cause?.err) throw error.cause.err
    throw error
  }
  if (before) await endSession(services().db, before.id)
  return { redirectTo: ownPath(input.callbackUrl, env().appUrl) }
}

/** Ends the session on the server, whatever the browser does with its cookie. */
export async function signOutOfBrowser(): Promise<{ redirectTo: string }> {
  await signOut({ redirect: false })
  return { redirectTo: '/sign-in' }
}

/** Signs the person out in every other browser. @returns in how many that was */
export async function endOtherSessionsOfBrowser(): Promise<{ ended: number }> {
  return { ended: await endOtherSessions(services().db, await requireSession()) }
}

/**
 * Lets this browser go on with another session of the same person, as after a sign-in. Not in an action:
 * Next renders the page anew into its answer, and next-auth would read the cookie that was sent.
 */
export async function continueWith(sessionId: string): Promise<void> {
  const { appUrl, authSecret } = env()
  const { name, options } = sessionCookie(appUrl)
  const maxAge = sessionDays * 24 * 60 * 60
  // The same that next-auth makes of what its `jwt` callback returns.
  const value = await encode({ token: { sid: sessionId }, secret: authSecret, salt: name, maxAge })
  ;(await cookies()).set(name, value, { ...options, maxAge })
}
