import { Agent, request } from 'undici'
import { createSender } from '@/lib/http/create-sender'
import { parseEgressPolicy } from '@/lib/http/egress-policy'
import type { Limits, OutboundRequest, Outcome } from '@/lib/http/types'
import type { Upstream } from './benchmark'

const token = 'a-token-of-the-benchmarks'

export type Caller = {
  /** One request, with its answer read to the end. */
  call: (path: string) => Promise<unknown>
  close: () => Promise<void>
}

/** undici as one would use it without any of our rules, over kept connections. */
export function plainCaller(upstream: Upstream, limits: { headersTimeoutMs?: number } = {}): Caller {
  const agent = new Agent({ headersTimeout: limits.headersTimeoutMs ?? 60_000 })
  const headers = { authorization: `Bearer ${token}`, accept: '*/*' }
  return {
    async call(path) {
      const { body } = await request(upstream.origin + path, { dispatcher: agent, headers })
      return body.arrayBuffer()
    },
    close: () => agent.close(),
  }
}

const withToken: Omit<OutboundRequest, 'baseUrl' | 'path'> = {
  method: 'GET',
  query: [],
  defaultHeaders: [{ name: 'accept', value: '*/*' }],
  headers: [],
  secretHeaderNames: [],
  credential: { type: 'bearer', token },
  body: null,
  redirects: 'none',
}

/** The sender that flows use. Resolves with its outcome, also of a failure. */
export function ownCaller(upstream: Upstream, changes: Partial<Limits> & { baseUrl?: string } = {}) {
  const { baseUrl = upstream.origin, ...given } = changes
  const sender = createSender({ policy: parseEgressPolicy({ allow: upstream.allow }) })
  const limits = {
    connectTimeoutMs: 60_000,
    responseTimeoutMs: 60_000,
    maxBodyBytes: 10 * 1024 * 1024,
    ...given,
  }
  return {
    call: (path: string): Promise<Outcome> =>
      sender.send({ ...withToken, baseUrl, path }, limits, { orgId: 'benchmarks' }),
    close: () => sender.close(),
  }
}
