import { createSecureContext, rootCertificates } from 'node:tls'
import { LRUCache } from 'lru-cache'
import { buildHeaders } from '@/lib/http/build-headers'
import { type BaseUrl, joinUrl, readBaseUrl } from '@/lib/http/build-url'
import { startCall, type Call } from '@/lib/http/call'
import { noTiming } from '@/lib/http/no-timing'
import type { EgressPolicy } from '@/lib/http/egress-policy'
import { SendFailure } from '@/lib/http/failures'
import { createKeptConnections } from '@/lib/http/keep-connections'
import {
  createConcurrencyLimiter,
  defaultConcurrencyLimits,
  type ConcurrencyLimits,
} from '@/lib/http/limit-concurrency'
import { nextHop, type Hop } from '@/lib/http/next-hop'
import { headerOf, headersObject } from '@/lib/http/read-head'
import { createNameResolver, type NameResolver } from '@/lib/http/resolve'
import { sendHop, type HopOptions, type Parts } from '@/lib/http/send-hop'
import type { StopSignal } from '@/lib/http/stop'
import {
  httpMethods,
  type Limits,
  type OutboundRequest,
  type Outcome,
  type ReceivedResponse,
  type SentRequest,
} from '@/lib/http/types'
import { Bag } from '@/lib/bag'

export type SenderOptions = {
  policy: EgressPolicy
  /** `ip:port` each; the system's servers when absent or empty. */
  dnsServers?: readonly string[]
  concurrency?: ConcurrencyLimits
  /** PEM certificates of authorities to trust besides the well-known ones. */
  trustedCertificates?: readonly string[]
  /** Instead of DNS and the hosts file, for tests. */
  resolver?: NameResolver
}

export type SendOptions = {
  /** Connections and places are never shared between organizations. */
  orgId: string
  /** Ends the call at once and closes its socket. */
  signal?: StopSignal
}

/** `lib/http` as the rest of the product sees it. */
export type Sender = {
  /**
   * Sends one request and reads the whole answer, following redirects when asked to. Never repeats
   * what the other side may have acted on, unless the method is idempotent and a kept connection
   * closed under it. Resolves for everything that can go wrong outside; rejects only for a mistake in
   * this program. `sent` in the outcome is null exactly when not a byte of the request has left.
   */
  send(request: OutboundRequest, limits: Limits, options: SendOptions): Promise<Outcome>
  /** Cancels what is running, closes every connection, and resolves when that is done. */
  close(): Promise<void>
}

const maxRedirects = 5
const maxQueueMs = 5000
const hardMaxBodyBytes = 50 * 1024 * 1024

/** Make one for each process: connections and the limits on concurrency live in it. */
export function createSender(options: SenderOptions): Sender {
  const ca = options.trustedCertificates
  const parts: Parts = {
    network: {
      policy: options.policy,
      resolver: options.resolver ?? createNameResolver({ servers: options.dnsServers }),
      secureContext: createSecureContext({
        minVersion: 'TLSv1.2',
        ...(ca ? { ca: [...rootCertificates, ...ca] } : {}),
      }),
    },
    kept: createKeptConnections(),
    limiter: createConcurrencyLimiter(options.concurrency ?? defaultConcurrencyLimits),
  }
  const running = new Bag<{ call: Call; outcome: Promise<Outcome> }>()
  let isClosed = false

  return {
    async send(request, limits, { orgId, signal }) {
      const call = startCall(limits, signal)
      if (isClosed) call.cancel()
      const outcome = sendCall(parts, call, request, limits, orgId)
      const forget = running.add({ call, outcome })
      try {
        return await outcome
      } finally {
        forget()
      }
    },
    async close() {
      isClosed = true
      const left = running.all()
      for (const { call } of left) call.cancel()
      await Promise.allSettled(left.map(({ outcome }) => outcome))
      parts.kept.closeAll()
    },
  }
}

async function sendCall(
  parts: Parts,
  call: Call,
  request: OutboundRequest,
  limits: Limits,
  orgId: string,
): Promise<Outcome> {
  const progress: { sent: SentRequest | null } = { sent: null }
  try {
    const { hop, asSent } = buildFirstHop(request)
    const response = await followRedirects(parts, hop, request.redirects, {
      call,
      orgId,
      maxBodyBytes: Math.min(limits.maxBodyBytes, hardMaxBodyBytes),
      maxQueueMs: Math.min(maxQueueMs, limits.connectTimeoutMs),
      onStart: () => (progress.sent ??= asSent),
    })
    call.end()
    return { ok: true, sent: asSent, response, timing: call.timing }
  } catch (error) {
    call.end()
    if (!(error instanceof SendFailure)) throw error
    // A blocked target looks the same, whatever was found out about it before.
    const timing = error.code === 'blocked' ? { ...noTiming(), totalMs: call.timing.totalMs } : call.timing
    return { ok: false, sent: progress.sent, failure: call.failure(error), timing }
  }
}

/** What an answer to the last hop says, with the hops before it. */
async function followRedirects(
  parts: Parts,
  first: Hop,
  mode: OutboundRequest['redirects'],
  options: Omit<HopOptions, 'onHead'>,
): Promise<ReceivedResponse> {
  const redirectedFrom: string[] = []
  let hop = first
  for (;;) {
    const current = hop
    const redirect: { to: Hop | null } = { to: null }
    // By name, as wherever each call has a copy: those of many shapes are dear.
    const { head, body } = await sendHop(parts, current, {
      call: options.call,
      orgId: options.orgId,
      maxBodyBytes: options.maxBodyBytes,
      maxQueueMs: options.maxQueueMs,
      onStart: options.onStart,
      onHead(received) {
        redirect.to = nextHop(current, received.statusCode, headerOf(received, 'location'), mode)
        return redirect.to === null || headerOf(received, 'content-length') === '0'
      },
    })
    if (!redirect.to) {
      const { statusCode, statusText } = head
      return {
        statusCode,
        statusText,
        headers: headersObject(head),
        body,
        url: current.url.href,
        redirectedFrom,
      }
    }
    if (redirectedFrom.length === maxRedirects) {
      const message = 'The API redirected more than 5 times.'
      throw new SendFailure('invalid_response', 'response', { message })
    }
    redirectedFrom.push(current.url.href)
    hop = redirect.to
  }
}

/** There are few of them, and each is used again and again. */
const baseUrls = new LRUCache<string, BaseUrl>({ max: 1_000, memoMethod: readBaseUrl })

function buildFirstHop(request: OutboundRequest): { hop: Hop; asSent: SentRequest } {
  const { method } = request
  if (!httpMethods.includes(method)) throw new SendFailure('invalid_request', 'prepare')
  const url = joinUrl(baseUrls.memo(request.baseUrl), request.path, request.query)
  const { fields, secretHeaderNames } = buildHeaders(request)
  const body = request.body && Buffer.from(request.body.content)
  return {
    hop: { method, url, headers: fields, body },
    asSent: { method, url: url.href, headers: fields, secretHeaderNames, body: body && body.toString() },
  }
}
