import { credentialHeaderName, type Endpoint } from '@/lib/endpoints/schema'

type Named = { name: string; enabled?: boolean }

/** Why a step may not set this header, given its endpoint; `undefined` when it may. */
export function headerRefusal(name: string, endpoint: Endpoint | undefined): string | undefined {
  if (!endpoint || name === '') return undefined
  const wanted = name.toLowerCase()
  if (wanted === credentialHeaderName(endpoint.authentication)) {
    return `“${name}” is sent by the authentication of ${endpoint.name}.`
  }
  const inherited = inheritedHeader(name, endpoint)
  return inherited?.secret ? `“${name}” is a secret of ${endpoint.name} and can’t be overridden.` : undefined
}

/** The endpoint’s default header of that name, in any case. */
export function inheritedHeader(name: string, endpoint: Endpoint | undefined) {
  return endpoint?.defaultHeaders.find((header) => header.name.toLowerCase() === name.toLowerCase())
}

/** Whether one of the step’s own headers replaces a default one. */
export function isOverridden(name: string, own: readonly Named[]): boolean {
  return own.some((row) => row.enabled !== false && row.name.toLowerCase() === name.toLowerCase())
}
