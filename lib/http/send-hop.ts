import type { Call } from '@/lib/http/call'
import type { Connection } from '@/lib/http/connection'
import { isAllowed } from '@/lib/http/decide'
import { exchange, NeverSent, type Exchanged } from '@/lib/http/exchange'
import { SendFailure } from '@/lib/http/failures'
import type { KeptConnections } from '@/lib/http/keep-connections'
import type { ConcurrencyLimiter } from '@/lib/http/limit-concurrency'
import type { Hop } from '@/lib/http/next-hop'
import { openTarget, type Network } from '@/lib/http/open-target'
import type { ResponseHead } from '@/lib/http/read-head'

export type Parts = { network: Network; kept: KeptConnections; limiter: ConcurrencyLimiter }

export type HopOptions = {
  call: Call
  orgId: string
  maxBodyBytes: number
  maxQueueMs: number
  onStart: () => void
  /** Sees the head; false when the body is of no interest. */
  onHead: (head: ResponseHead) => boolean
}

/** Methods that may reach a server twice without harm (RFC 9110 section 9.2.2). */
const idempotentMethods = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])

/**
 * Sends one hop over a kept connection or a new one, inside the limits on concurrency.
 *
 * @throws SendFailure
 */
export async function sendHop(parts: Parts, hop: Hop, options: HopOptions): Promise<Exchanged> {
  const { network, kept, limiter } = parts
  const { call, orgId } = options
  const { origin } = hop.url
  // Also for kept connections, where nothing is resolved or dialled.
  if (!isAllowed(hop.url, network.policy)) throw new SendFailure('blocked', 'policy')
  call.enter('prepare')
  call.signal.throwIfAborted()
  const leave = limiter.enterNow(orgId, origin) ?? (await waitForPlace(limiter, origin, options))
  try {
    // The policy is part of it: a connection that was allowed once is not thereby allowed now.
    const key = `${network.policy.generation} ${orgId} ${origin}`
    const reused = kept.take(key)
    const onReused = reused && (await exchangeOn(reused, true, hop, options).catch(absorbStale(hop)))
    if (reused && onReused) return keep(kept, key, reused, onReused)

    call.startConnecting()
    const fresh = await openTarget(network, hop.url, call)
    return keep(kept, key, fresh, await exchangeOn(fresh, false, hop, options))
  } catch (error) {
    throw error instanceof NeverSent ? new SendFailure('connection_failed', 'wait') : error
  } finally {
    leave()
  }
}

function waitForPlace(
  limiter: ConcurrencyLimiter,
  origin: string,
  { call, orgId, maxQueueMs }: HopOptions,
): Promise<() => void> {
  call.startConnecting()
  return limiter.enter(orgId, origin, maxQueueMs, call.signal)
}

function exchangeOn(
  connection: Connection,
  isReused: boolean,
  hop: Hop,
  options: HopOptions,
): Promise<Exchanged> {
  const { call, maxBodyBytes, onStart } = options
  call.connected(isReused)
  call.enter('wait')
  return exchange(connection, hop, {
    maxBodyBytes,
    signal: call.signal,
    onStart,
    onHead(head) {
      call.enter('download')
      return options.onHead(head)
    },
  })
}

/**
 * A kept connection may close just as it is used again. Then the request goes once more over a new
 * one, provided that nothing of it was sent, or that nothing came back and it may be sent twice.
 */
function absorbStale(hop: Hop): (error: unknown) => null {
  return (error) => {
    if (error instanceof NeverSent) return null
    const isStale =
      error instanceof SendFailure && error.code === 'connection_failed' && error.phase === 'wait'
    if (isStale && idempotentMethods.has(hop.method)) return null
    throw error
  }
}

function keep(kept: KeptConnections, key: string, connection: Connection, exchanged: Exchanged): Exchanged {
  if (exchanged.canReuse) kept.give(key, connection)
  else connection.destroy()
  return exchanged
}
