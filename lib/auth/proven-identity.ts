import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose'
import { z } from 'zod'
import type { OidcSettings } from '@/lib/env'
import { maxNameLength, nameSchema } from '@/lib/texts'
import { SignOnRefused } from './sign-on-problems'

/** Who a provider says that somebody is. */
export type Identity = {
  issuer: string
  subject: string
  /** Lower-case; null when the provider names none. */
  email: string | null
  /** Whether the provider has made sure that the address is theirs. */
  isEmailVerified: boolean
  name: string
}

const metadataSchema = z.object({ issuer: z.string(), jwks_uri: z.url() })
const keysSchema = z.object({ keys: z.array(z.record(z.string(), z.unknown())) })
const subjectSchema = z.string().min(1).max(255)
const emailSchema = z.string().trim().toLowerCase().pipe(z.email().max(320))

/** What next-auth's OAuth client allows too. */
const clockToleranceSeconds = 30

/**
 * Reads the answers of a provider. next-auth has checked the claims of the ID token, the nonce among them, and
 * that UserInfo is about the same subject; but not the signature, for which it relies on TLS alone.
 * @throws when the ID token is not the issuer's, or was not made for us
 */
export async function provenIdentity(
  { issuer, clientId }: OidcSettings,
  ask: typeof fetch,
  answers: { idToken: unknown; userInfo: Record<string, unknown> },
): Promise<Identity> {
  const metadata = metadataSchema.parse(await askJson(ask, configurationUrl(issuer)))
  // jose checks each key that it uses.
  const keys = keysSchema.parse(await askJson(ask, metadata.jwks_uri)) as JSONWebKeySet
  const { payload } = await jwtVerify(z.string().parse(answers.idToken), createLocalJWKSet(keys), {
    issuer: metadata.issuer,
    audience: clientId,
    clockTolerance: clockToleranceSeconds,
  })
  return readIdentity(metadata.issuer, payload, answers.userInfo)
}

function readIdentity(issuer: string, idToken: JWTPayload, userInfo: Record<string, unknown>): Identity {
  // Both from one place: an address of one and the word for it of another would prove nothing.
  const { email: given, email_verified: isVerified } = userInfo.email === undefined ? idToken : userInfo
  const email = emailSchema.safeParse(given).data ?? null
  const names = [
    userInfo.name,
    idToken.name,
    userInfo.preferred_username,
    idToken.preferred_username,
    email?.slice(0, maxNameLength),
  ]
  return {
    issuer,
    subject: subjectSchema.parse(idToken.sub),
    email,
    // The specification knows a boolean. A provider that sends a text may as well mean “unknown” by it.
    isEmailVerified: isVerified === true,
    name: names.flatMap((name) => nameSchema.safeParse(name).data ?? [])[0] ?? 'Somebody',
  }
}

function configurationUrl(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
}

async function askJson(ask: typeof fetch, url: string): Promise<unknown> {
  const response = await ask(url, { headers: { accept: 'application/json' } })
  if (!response.ok) throw new SignOnRefused('failed', `GET ${url} answered ${response.status}`)
  return response.json()
}
