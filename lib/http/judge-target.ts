import { parseAddress } from '@/lib/http/address-rules'
import { decide } from '@/lib/http/decide'
import { rulesForName, type EgressPolicy } from '@/lib/http/egress-policy'
import type { NameResolver } from '@/lib/http/resolve'
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
  signal: AbortSignal,
): Promise<JudgedTarget> {
  const early = decide(urlText, null, policy)
  const url = parseUrl(urlText)
  if (!early.allowed || !url) return { decision: early, addresses: [] }
  const host = hostOf(url)
  if (parseAddress(host)) return { decision: early, addresses: [host] }

  if (rulesForName(policy, host, portOf(url)).length > 0) {
    // The operator vouched for this name, so the hosts file may answer. It often lists ::1 beside
    // 127.0.0.1; of its addresses (never of DNS's) those that are not covered are left out.
    const listed = await resolver.hosts(host)
    const covered = listed.filter((address) => decide(urlText, [address], policy).allowed)
    if (listed.length > 0) return { decision: decide(urlText, covered, policy), addresses: covered }
  }
  const addresses = await resolver.dns(host, signal)
  return { decision: decide(urlText, addresses, policy), addresses }
}
