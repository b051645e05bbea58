import type { AuthenticationType, Endpoint } from '@/lib/endpoints/schema'
import { isSecretHeaderName } from '@/lib/http/header-rules'
import { baseUrlProblem, originOf } from '@/lib/http/url-rules'

/*
 * A secret belongs to the origin, the kind and the header that it was entered for. The server enforces
 * that; these functions let the form ask in time.
 */

type Destination = {
  baseUrl: string
  authentication: { type: AuthenticationType; headerName?: string }
}

/** The origin of a base URL that is valid so far, else `null`. */
export function originOrNull(baseUrl: string): string | null {
  return baseUrlProblem(baseUrl) ? null : originOf(baseUrl.trim())
}

/** The new host, when the base URL leads elsewhere than the stored one; `null` while it doesn't. */
export function movedTo(baseUrl: string, endpoint: Endpoint | null): string | null {
  const origin = originOrNull(baseUrl)
  if (!endpoint || origin === null || origin === originOf(endpoint.baseUrl)) return null
  return new URL(origin).host
}

/** Whether the form may leave the stored credential as it is, or the missing one missing. */
export function keepsAuthentication(form: Destination, endpoint: Endpoint | null): boolean {
  if (!endpoint || form.authentication.type !== endpoint.authentication.type) return false
  if (!endpoint.authentication.isSet) return true
  return !movedTo(form.baseUrl, endpoint) && !isSentElsewhere(form, endpoint)
}

/** Whether an API key would go out in another header than the one that it was entered for. */
export function isSentElsewhere(form: Destination, endpoint: Endpoint): boolean {
  const name = ({ headerName = 'Authorization' }: Destination['authentication']) =>
    headerName.trim().toLowerCase()
  return form.authentication.type === 'apiKey' && name(form.authentication) !== name(endpoint.authentication)
}

/** Whether the secret header of this name may stay as it is stored. */
export function keepsHeader(form: Destination, name: string, endpoint: Endpoint | null): boolean {
  const stored = storedHeader(name, endpoint)
  return stored !== undefined && (!stored.isSet || !movedTo(form.baseUrl, endpoint))
}

/** The stored secret header of this name, in any case. */
export function storedHeader(name: string, endpoint: Endpoint | null) {
  const wanted = name.trim().toLowerCase()
  return endpoint?.defaultHeaders.find((header) => header.secret && header.name.toLowerCase() === wanted)
}

/** Whether saving drops a credential that is stored now. */
export function dropsAuthentication(type: AuthenticationType, endpoint: Endpoint | null): boolean {
  return endpoint !== null && endpoint.authentication.isSet && endpoint.authentication.type !== type
}

/** Whether anything goes out that others must not read. */
export function sendsSecret(form: Destination & { defaultHeaders: { name: string; secret: boolean }[] }) {
  return (
    form.authentication.type !== 'none' ||
    form.defaultHeaders.some(({ name, secret }) => secret || isSecretHeaderName(name.trim()))
  )
}

export const secretNouns = {
  none: 'secret',
  bearer: 'token',
  apiKey: 'key',
  basic: 'user name and password',
} as const satisfies Record<AuthenticationType, string>
