import { LRUCache } from 'lru-cache'
import {
  denyingPrefix,
  embedsIPv4,
  inRange,
  isLoopback,
  isMetadataAddress,
  isPublicAddress,
  parseAddress,
  type Address,
  type Range,
} from '@/lib/http/address-rules'
import { rulesForName, type EgressPolicy, type EgressRule } from '@/lib/http/egress-policy'
import type { BlockReason, Decision } from '@/lib/http/types'
import {
  hasForbiddenText,
  hostOf,
  isDnsName,
  isLocalName,
  isInPorts,
  parseUrl,
  portOf,
} from '@/lib/http/url-rules'

/**
 * The one decision about a target: at save time as advice, at run time, on every redirect and at the
 * dial. Pure, and default deny.
 *
 * @param urlText exactly as given, before any parser has repaired it
 * @param addresses every address that the host resolved to, as text; `null` before resolving. Allowed
 *   with `null` only means that resolving is not forbidden. A literal host is judged in full either way.
 */
export function decide(urlText: string, addresses: readonly string[] | null, policy: EgressPolicy): Decision {
  const url = hasForbiddenText(urlText) ? null : parseUrl(urlText)
  if (!url) return blocked('invalid_url')
  if (url.protocol !== 'https:' && (url.protocol !== 'http:' || policy.httpsOnly))
    return blocked('forbidden_scheme')
  if (url.username !== '' || url.password !== '' || hasUserInfo(urlText)) return blocked('user_info')

  const host = hostOf(url)
  const port = portOf(url)
  const literal = parseAddress(host)
  if (!literal && !isDnsName(host)) return blocked('invalid_url')
  if (policy.ownListeners.some((own) => own.port === port && own.host === host))
    return blocked('own_listener')

  const judged = literal ? [host, ...(addresses ?? [])] : addresses
  if (judged === null) return judgeName(host, port, policy)
  if (judged.length === 0) return blocked('no_address')
  for (const text of judged) {
    const reason = judgeAddress(parseAddress(text), literal ? null : host, port, policy)
    if (reason) return blocked(reason)
  }
  return { allowed: true }
}

/** Whether a URL is allowed before resolving, as `decide` says it of its text. An origin is judged once. */
export function isAllowed(url: URL, policy: EgressPolicy): boolean {
  if (url.username !== '' || url.password !== '' || hasForbiddenText(url.href)) return false
  let origins = judgedOrigins.get(policy)
  if (!origins) judgedOrigins.set(policy, (origins = new LRUCache({ max: 1_000 })))
  const { origin } = url
  let allowed = origins.get(origin)
  if (allowed === undefined) origins.set(origin, (allowed = decide(origin, null, policy).allowed))
  return allowed
}

/** A policy never changes, and neither does what it says. */
const judgedOrigins = new WeakMap<EgressPolicy, LRUCache<string, boolean>>()

/** What is known of a name before DNS has been asked. */
function judgeName(name: string, port: number, policy: EgressPolicy): Decision {
  if (rulesForName(policy, name, port).length > 0) return { allowed: true }
  if (isLocalName(name)) return blocked('forbidden_name')
  // A rule for some address at this port may still cover what the name resolves to.
  if (!isInPorts(port, policy.ports) && !policy.rules.some((rule) => rule.port === port))
    return blocked('forbidden_port')
  return { allowed: true }
}

/**
 * The most specific rule wins. What stays blocked whatever is allowed comes first; then the rules of
 * this very name; then the rules without a name, unless a special range as long or longer denies; then
 * the default, which is the public internet at usual ports.
 */
function judgeAddress(
  address: Address | null,
  name: string | null,
  port: number,
  policy: EgressPolicy,
): BlockReason | null {
  if (!address || embedsIPv4(address) || isMetadataAddress(address)) return 'forbidden_address'
  if (isOwnListener(address, port, policy)) return 'own_listener'

  const covers = (rule: { range: Parameters<typeof inRange>[1] }) => inRange(address, rule.range)
  const own = name === null ? [] : rulesForName(policy, name, port)
  if (own.some(covers)) return null
  if (name !== null && isLocalName(name)) return 'forbidden_name'

  const isPublic = isPublicAddress(address)
  if (own.length === 0 || isPublic) {
    const denied = isPublic ? 0 : denyingPrefix(address)
    const general = policy.rules.filter((rule) => rule.name === null && rule.port === port)
    const wins = ({ range }: EgressRule) => range.prefix > denied || isSingleAddress(range)
    if (general.some((rule) => covers(rule) && wins(rule))) return null
  }
  if (!isPublic) return 'forbidden_address'
  return isInPorts(port, policy.ports) ? null : 'forbidden_port'
}

function isSingleAddress(range: Range): boolean {
  return range.prefix === range.bytes.length * 8
}

/** A server that listens on loopback or everywhere is reached through any address of this machine. */
function isOwnListener(address: Address, port: number, policy: EgressPolicy): boolean {
  return policy.ownListeners.some((own) => {
    if (own.port !== port) return false
    const host = parseAddress(own.host)
    if (host && !isLoopback(host)) return isSame(address, host)
    return isLoopback(address) || policy.localAddresses.some((local) => isSame(address, local))
  })
}

function isSame(a: Address, b: Address): boolean {
  return a.family === b.family && a.bytes.every((byte, index) => byte === b.bytes[index])
}

/** `http://@host/` too, where the parser leaves no trace of it. */
function hasUserInfo(urlText: string): boolean {
  return /^[^:/?#]+:\/*[^/?#]*@/.test(urlText)
}

function blocked(reason: BlockReason): Decision {
  return { allowed: false, reason }
}
