import { randomUUID } from 'node:crypto'

/** What a door knows of a request before it knows who asks. */
export type RequestMeta = {
  requestId: string
  /** The caller's network address, as far as the server knows it. */
  address: string | null
}

export function requestMeta(headers: Headers): RequestMeta {
  return { requestId: randomUUID(), address: callerAddress(headers.get('x-forwarded-for')) }
}

/** The last address that was added, by the nearest proxy or by `lib/cli/serve.ts`. */
export function callerAddress(forwardedFor: string | null): string | null {
  if (forwardedFor === null) return null
  return forwardedFor.slice(forwardedFor.lastIndexOf(',') + 1).trim() || null
}
