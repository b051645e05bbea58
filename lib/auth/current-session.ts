import 'server-only'
import { cache } from 'react'
import { AppError } from '@/lib/errors'
import { auth, type SessionLookup } from './next-auth'
import type { Session } from './sessions'

/** Who is signed in, or null. Once per request, however many ask. */
export const currentSession = cache(async (): Promise<Session | null> => {
  const found = await auth()
  if (!found || !('lookup' in found)) return null
  // Put there by the session callback in next-auth.ts, whose types have no place for it.
  const lookup = found.lookup as SessionLookup
  if ('session' in lookup) return lookup.session
  throw new AppError('unavailable', 'Sluice can’t reach its database. Try again in a moment.')
})

/** @throws AppError `unauthenticated` */
export async function requireSession(): Promise<Session> {
  const session = await currentSession()
  if (!session) throw new AppError('unauthenticated', 'Sign in to continue.')
  return session
}
