import 'server-only'
import { AuthError } from 'next-auth'
import { env } from '@/lib/env'
import type { RequestMeta } from '@/lib/request-meta'
import { services } from '@/lib/server'
import { ownPath } from './callback-url'
import { currentSession } from './current-session'
import { SignInRefused, signIn, signOut } from './next-auth'
import type { SignInInput } from './schema'
import { endSession } from './sessions'

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
