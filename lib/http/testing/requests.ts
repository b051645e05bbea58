import { SendFailure } from '@/lib/http/failures'
import type { Limits, OutboundRequest } from '@/lib/http/types'

/** A request with nothing special about it. */
export function requestTo(baseUrl: string, changes: Partial<OutboundRequest> = {}): OutboundRequest {
  return {
    method: 'GET',
    baseUrl,
    path: '/',
    query: [],
    defaultHeaders: [],
    headers: [],
    secretHeaderNames: [],
    credential: { type: 'none' },
    body: null,
    redirects: 'none',
    ...changes,
  }
}

export const roomyLimits: Limits = {
  connectTimeoutMs: 10_000,
  responseTimeoutMs: 10_000,
  maxBodyBytes: 1_000_000,
}

/** What was built, or null when it was refused as it should be; any other error is one of the test. */
export function unlessRefused<T>(build: () => T): T | null {
  try {
    return build()
  } catch (error) {
    if (error instanceof SendFailure && error.code === 'invalid_request') return null
    throw error
  }
}
