import type { SecureContext } from 'node:tls'
import type { Call } from '@/lib/http/call'
import { openConnection, type Connection } from '@/lib/http/connection'
import { dialAny, secure } from '@/lib/http/dial'
import type { EgressPolicy } from '@/lib/http/egress-policy'
import { SendFailure } from '@/lib/http/failures'
import { judgeTarget } from '@/lib/http/judge-target'
import { DnsFailure, type NameResolver } from '@/lib/http/resolve'
import { hostOf, portOf } from '@/lib/http/url-rules'

export type Network = { policy: EgressPolicy; resolver: NameResolver; secureContext: SecureContext }

/**
 * Judges a target and connects to exactly the addresses that were judged. The only place in the
 * product where a connection to the outside begins.
 *
 * @throws SendFailure
 */
export async function openTarget(network: Network, url: URL, call: Call): Promise<Connection> {
  call.enter('dns')
  const addresses = await resolveAllowed(network, url, call)
  call.enter('connect')
  const plain = await dialAny(addresses, portOf(url), call.signal)
  if (url.protocol !== 'https:') return openConnection(url.origin, plain)
  call.enter('tls')
  return openConnection(url.origin, await secure(plain, hostOf(url), network.secureContext, call.signal))
}

async function resolveAllowed(network: Network, url: URL, call: Call): Promise<string[]> {
  try {
    const { decision, addresses } = await judgeTarget(url.href, network.policy, network.resolver, call.signal)
    if (!decision.allowed) throw new SendFailure('blocked', 'policy')
    return addresses
  } catch (error) {
    if (error instanceof DnsFailure) throw new SendFailure('dns_failed', 'dns', { detail: error.code })
    throw error
  }
}
