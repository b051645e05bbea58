import { createHash } from 'node:crypto'
import { networkInterfaces } from 'node:os'
import {
  embedsIPv4,
  inRange,
  parseAddress,
  parseRange,
  type Address,
  type Range,
} from '@/lib/http/address-rules'
import { hostOf, isDnsName, parseUrl, portOf, usualPorts, type PortRange } from '@/lib/http/url-rules'

/** One exception that the operator made. A rule with a name governs that name alone. */
export type EgressRule = { name: string | null; port: number; range: Range }

export type OwnListener = {
  host: string
  port: number
  /** A name whose addresses are refused too, under whatever other name; looked up when a target has its port. */
  resolves?: boolean
}

/** What may be reached beyond the public internet, and what never. Made by `parseEgressPolicy`. */
export type EgressPolicy = {
  readonly httpsOnly: boolean
  readonly rules: readonly EgressRule[]
  /** Where public addresses may be reached without a rule. */
  readonly ports: readonly PortRange[]
  /** Ports and names of this installation's own servers; unreachable whatever the rules say. */
  readonly ownListeners: readonly OwnListener[]
  /** This machine's own addresses, canonical text. */
  readonly localAddresses: readonly Address[]
  /** Differs between policies that differ. Part of the key of kept connections. */
  readonly generation: string
}

export type EgressPolicyInput = {
  /** `EGRESS_ALLOW`: comma-separated `ip:port`, `[ipv6]:port`, `cidr:port`, `name:port=cidr`. */
  allow?: string
  httpsOnly?: boolean
  /** `EGRESS_PORTS`: comma-separated ports and ranges such as `8000-8999`, instead of the usual ones. */
  ports?: string
  /** Sluice's own listeners and its database. A name is refused as that name, and see `resolves`. */
  ownListeners?: OwnListener[]
  /** Defaults to the addresses of this machine's network interfaces. */
  localAddresses?: string[]
}

/** A bad setting. Thrown at start: running with a policy nobody meant is worse than not running. */
export class EgressPolicyError extends Error {
  override readonly name = 'EgressPolicyError'
  constructor(
    readonly entry: string,
    readonly reason: string,
    readonly variable: 'EGRESS_ALLOW' | 'EGRESS_DNS_SERVERS' | 'EGRESS_PORTS' = 'EGRESS_ALLOW',
  ) {
    super(`${variable} entry “${entry}” ${reason}`)
  }
}

/** @throws EgressPolicyError naming the first bad entry. */
export function parseEgressPolicy(input: EgressPolicyInput = {}): EgressPolicy {
  const rules = parseRules(input.allow ?? '')
  const ports = parsePorts(input.ports ?? '')
  const ownListeners = (input.ownListeners ?? []).map((own) => ({ ...own, host: plainHost(own.host) }))
  const localAddresses = (input.localAddresses ?? interfaceAddresses()).flatMap(
    (text) => parseAddress(text) ?? [],
  )
  const content = { httpsOnly: input.httpsOnly ?? false, rules, ports, ownListeners, localAddresses }
  const generation = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16)
  return { ...content, generation }
}

/**
 * True when the operator's exceptions cover this target, which then needs neither `https` nor a
 * usual port. A name is only covered by a rule of its own: what it resolves to may change.
 */
export function isAllowListed(urlText: string, policy: EgressPolicy): boolean {
  const url = parseUrl(urlText)
  if (!url) return false
  const host = hostOf(url)
  const port = portOf(url)
  const address = parseAddress(host)
  if (!address) return rulesForName(policy, host, port).length > 0
  return policy.rules.some((rule) => rule.name === null && rule.port === port && inRange(address, rule.range))
}

/** The rules that govern one name at one port; they beat the rules without a name. */
export function rulesForName(policy: EgressPolicy, name: string, port: number): EgressRule[] {
  return policy.rules.filter((rule) => rule.name === name && rule.port === port)
}

function parsePorts(text: string): readonly PortRange[] {
  if (text.trim() === '') return usualPorts
  return text.split(',').map((item) => {
    const entry = item.trim()
    const [, first = '', last = first] = /^([1-9]\d{0,4})(?:-([1-9]\d{0,4}))?$/.exec(entry) ?? []
    const range = { first: Number(first), last: Number(last) }
    if (range.first >= 1 && range.first <= range.last && range.last <= 65_535) return range
    throw new EgressPolicyError(entry, 'is neither a port nor a range such as 8000-8999', 'EGRESS_PORTS')
  })
}

function parseRules(text: string): EgressRule[] {
  if (text.trim() === '') return []
  return text.split(',').map((entry) => parseRule(entry.trim()))
}

function parseRule(entry: string): EgressRule {
  const refuse = (reason: string) => new EgressPolicyError(entry, reason)
  if (entry === '') throw refuse('is empty: remove the extra comma')
  if (entry.includes('*')) throw refuse('has a wildcard: name each target')
  const [target = '', cidr, ...rest] = entry.split('=')
  if (rest.length > 0) throw refuse('has more than one “=”')
  const parts = /^(?:\[([^[\]]+)\](\/\d+)?|([^:[\]]+)):(\d+)$/.exec(target)
  if (!parts) throw refuse('is neither ip:port, [ipv6]:port nor name:port=cidr')
  const [, bracketed, bracketedPrefix = '', bare, portText = ''] = parts
  const port = /^[1-9]\d{0,4}$/.test(portText) ? Number(portText) : 0
  if (port < 1 || port > 65535) throw refuse('has no port from 1 to 65535')

  if (cidr !== undefined) {
    const name = plainHost(bare ?? '')
    if (!isName(name)) throw refuse('has no host name before “=”')
    return { name, port, range: ruleRange(cidr, refuse) }
  }
  const range = bracketed ?? bare ?? ''
  if (bare !== undefined && isName(plainHost(bare)))
    throw refuse('needs “=cidr”: a name may resolve to anything')
  if (bracketed !== undefined && !bracketed.includes(':'))
    throw refuse('has brackets around what is not IPv6')
  return { name: null, port, range: ruleRange(range + bracketedPrefix, refuse) }
}

/** Nobody means half of the internet; two halves would be all of it. */
const shortestPrefix = { 4: 8, 6: 7 } as const

function ruleRange(text: string, refuse: (reason: string) => Error): Range {
  const range = parseRange(text)
  if (!range) throw refuse('has no valid address or CIDR (no bits may be set after the prefix)')
  if (range.prefix < shortestPrefix[range.family]) throw refuse('covers too much of the internet')
  if (embedsIPv4(range)) throw refuse('names IPv4 inside IPv6, which is never allowed: name the IPv4 address')
  return range
}

/** A host name, and nothing that a URL parser would read as an address (its last label has a letter). */
function isName(host: string): boolean {
  const url = parseUrl(`http://${host}`)
  return isDnsName(host) && url !== null && hostOf(url) === host && !parseAddress(host)
}

function plainHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
}

function interfaceAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((item) => item.address))
}
