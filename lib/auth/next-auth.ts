import 'server-only'
import NextAuth, { type Account, CredentialsSignin, type NextAuthConfig, type Profile } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { parseInput } from '@/lib/parse-input'
import { requestMeta } from '@/lib/request-meta'
import { services } from '@/lib/server'
import { ownPath } from './callback-url'
import { isSecureAddress, sessionCookie, signOnCookies } from './cookies'
import { oidcProvider, oidcProviderId } from './oidc-provider'
import { provenIdentity } from './proven-identity'
import { providerFetch } from './provider-fetch'
import { signInSchema } from './schema'
import { endSession, findSession, type Session, sessionDays } from './sessions'
import { signIn as signInWithPassword } from './sign-in'
import { signInWithIdentity } from './sign-in-with-identity'
import { currentAttempt } from './sign-on-attempt'

/** Carries the reason of a refusal through next-auth. */
export class SignInRefused extends CredentialsSignin {
  constructor(readonly reason: AppError) {
    super(reason.message)
    this.code = reason.code
  }
}

const password = Credentials({
  credentials: { email: {}, password: {} },
  async authorize({ email, password }, request) {
    const input = parseInput(signInSchema.pick({ email: true, password: true }), { email, password })
    try {
      const session = await signInWithPassword(services(), requestMeta(request.headers), input)
      return { ...session.user, sessionId: session.id }
    } catch (error) {
      throw error instanceof AppError ? new SignInRefused(error) : error
    }
  },
})

// A function, so that a build needs no configuration.
export const { auth, handlers, signIn, signOut } = NextAuth((): NextAuthConfig => {
  const { appUrl, authSecret, oidc } = env()
  // Where next-auth takes its own address from, and with it the one that a provider sends people back to.
  // Without it `Host` and `X-Forwarded-Host` would say, which are whatever the caller likes.
  process.env.AUTH_URL = appUrl
  return {
    secret: authSecret,
    trustHost: true,
    basePath: '/api/auth',
    providers: oidc ? [password, oidcProvider(oidc, services().sender)] : [password],
    pages: { signIn: '/sign-in', error: '/sign-in' },
    useSecureCookies: isSecureAddress(appUrl),
    cookies: { sessionToken: sessionCookie(appUrl), ...signOnCookies(appUrl) },
    // The token only names a row of `sessions`: what makes a sign-out final is that the row is gone.
    session: { strategy: 'jwt', maxAge: sessionDays * 24 * 60 * 60 },
    callbacks: {
      async jwt({ token, user, account, profile }) {
        if (account?.provider === oidcProviderId) return { sid: await startedBy(account, profile) }
        if (user) return { sid: 'sessionId' in user ? user.sessionId : null }
        const lookup = await lookUp(token.sid)
        if (!lookup || 'outage' in lookup) return lookup && { ...token, lookup }
        const { name, email } = lookup.session.user
        return { ...token, name, email, lookup }
      },
      session: ({ session, token }) => ({ ...session, lookup: token.lookup }),
      redirect: ({ url }) => new URL(ownPath(url, appUrl), appUrl).href,
    },
    events: {
      async signOut(message) {
        const sid = 'token' in message ? message.token?.sid : null
        if (typeof sid === 'string') await endSession(services().db, sid)
      },
    },
    logger: {
      error(error) {
        // A wrong password is no incident, and a cookie of an earlier installation neither.
        if (error instanceof CredentialsSignin || error.name === 'JWTSessionError') return
        const attempt = currentAttempt()
        if (attempt) attempt.failure ??= error
        else log.error({ err: error }, 'sign-in failed')
      },
      warn: (code) => log.warn({ code }, 'next-auth warned'),
      debug: () => {},
    },
  }
})

/** The id of the session that the provider's answer starts. */
async function startedBy(account: Account, userInfo: Profile | undefined): Promise<string> {
  const { oidc } = env()
  const attempt = currentAttempt()
  if (!oidc || !attempt || !userInfo) throw new Error('A provider answered what nobody asked.')
  const { db, sender } = services()
  const answers = { idToken: account.id_token, userInfo }
  const identity = await provenIdentity(oidc, providerFetch(sender, oidc.issuer), answers)
  return (await signInWithIdentity({ db }, attempt.meta, identity)).id
}

/** What next-auth's session carries for us: the signed-in browser, or that nobody could look it up. */
export type SessionLookup = { session: Session } | { outage: true }

/** next-auth would take an exception for a signed-out browser and clear its cookie. */
async function lookUp(sid: unknown): Promise<SessionLookup | null> {
  if (typeof sid !== 'string') return null
  try {
    const session = await findSession(services().db, sid)
    return session && { session }
  } catch (error) {
    log.error({ err: error }, 'session lookup failed')
    return { outage: true }
  }
}
