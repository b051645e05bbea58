import { parseAddress } from '@/lib/http/address-rules'
import { decide } from '@/lib/http/decide'
import { rulesForName, type EgressPolicy, type OwnListener } from '@/lib/http/egress-policy'
import type { NameResolver } from '@/lib/http/resolve'
import type { StopSignal } from '@/lib/http/stop'
import type { Decision } from '@/lib/http/types'
import { hostOf, parseUrl, portOf } from '@/lib/http/url-rules'

export type JudgedTarget = {
  decision: Decision
  /** What the decision is about: exactly these may be dialled. Empty when blocked before DNS. */
  addresses: string[]
}

/**
 * Resolves a target and judges every address; never connects. `egress check` and the sender share it,
 * so the one says what the other does.
 *
 * @throws DnsFailure, or the signal's reason
 */
export async function judgeTarget(
  urlText: string,
  policy: EgressPolicy,
  resolver: NameResolver,
  signal: StopSignal,
): Promise<JudgedTarget> {
  const early = decide(urlText, null, policy)
  const url = parseUrl(urlText)
  if (!early.allowed || !url) return { decision: early, addresses: [] }
  const addresses = await addressesOf(url, urlText, policy, resolver, signal)
  const decision = decide(urlText, addresses, policy)
  if (!decision.allowed) return { decision, addresses }
  const own = await ownAddresses(url, policy, resolver)
  return { decision: decide(urlText, addresses, { ...policy, ownListeners: own }), addresses }
}

async function addressesOf(
  url: URL,
  urlText: string,
  policy: EgressPolicy,
  resolver: NameResolver,
  signal: StopSignal,
): Promise<string[]> {
  const host = hostOf(url)
  if (parseAddress(host)) return [host]
  if (rulesForName(policy, host, portOf(url)).length > 0) {
    // The operator vouched for this name, so the hosts file may answer. It often lists ::1 beside
    // 127.0.0.1; of its addresses (never of DNS's) those that are not covered are left out.
    const listed = await resolver.hosts(host)
    if (listed.length > 0) return listed.filter((address) => decide(urlText, [address], policy).allowed)
  }
  return resolver.dns(host, signal)
}

/** Where our own servers with a name are now, of those that share the target's port. */
async function ownAddresses(url: URL, policy: EgressPolicy, resolver: NameResolver): Promise<OwnListener[]> {
  const port = portOf(url)
  const named = policy.ownListeners.filter(
    (own) => own.resolves && own.port === port && !parseAddress(own.host),
  )
  const found = await Promise.all(named.map((own) => resolver.platform(own.host)))
  return found.flat().map((host) => ({ host, port }))
}
