import ipaddr from 'ipaddr.js'

/**
 * Which addresses are public, judged on binary addresses. Allowed is what is known to be public;
 * everything else is denied. No library's own classification is used: ipaddr.js calls 4000::1 and
 * 168.63.129.16 plain unicast, and net.BlockList does not see through all embedded IPv4 forms.
 * Also loaded by the browser form, so nothing here may need Node.
 */

export type Address = { family: 4 | 6; bytes: readonly number[] }
export type Range = Address & { prefix: number }

/** An address in its plain spelling, or `null`: no octal, hex, short or zoned forms. */
export function parseAddress(text: string): Address | null {
  if (/^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/.test(text)) {
    const bytes = text.split('.').map(Number)
    return bytes.every((byte) => byte <= 255) ? { family: 4, bytes } : null
  }
  if (!/^[0-9a-f:.]+$/i.test(text) || !text.includes(':') || !ipaddr.IPv6.isValid(text)) return null
  return { family: 6, bytes: ipaddr.IPv6.parse(text).toByteArray() }
}

/** `10.0.0.0/8`, `fd00::/8`, or one address alone. `null` when malformed or with bits set after the prefix. */
export function parseRange(text: string): Range | null {
  const [addressText = '', prefixText, ...rest] = text.split('/')
  const address = parseAddress(addressText)
  if (!address || rest.length > 0) return null
  const longest = address.bytes.length * 8
  if (prefixText === undefined) return { ...address, prefix: longest }
  if (!/^(0|[1-9]\d{0,2})$/.test(prefixText) || Number(prefixText) > longest) return null
  const range = { ...address, prefix: Number(prefixText) }
  return address.bytes.every((byte, index) => (byte & ~mask(range.prefix, index) & 0xff) === 0) ? range : null
}

/** Families never match each other: 10.0.0.0/8 says nothing about ::ffff:10.0.0.1. */
export function inRange(address: Address, range: Range): boolean {
  if (address.family !== range.family) return false
  return address.bytes.every(
    (byte, index) => ((byte ^ range.bytes[index]!) & mask(range.prefix, index)) === 0,
  )
}

function mask(prefix: number, byteIndex: number): number {
  const bits = Math.min(8, Math.max(0, prefix - byteIndex * 8))
  return (0xff << (8 - bits)) & 0xff
}

function ranges(...texts: string[]): Range[] {
  return texts.map((text) => {
    const range = parseRange(text)
    if (!range) throw new Error(`Not a range: ${text}`)
    return range
  })
}

/** IANA IPv4 Special-Purpose Address Registry, multicast, and Azure's platform address. */
const specialIPv4 = ranges(
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '168.63.129.16',
)

/** The only part of IPv6 that is handed out as global unicast, and what is special inside it. */
const globalIPv6 = ranges('2000::/3')
const specialIPv6 = ranges('2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20')
const namedIPv6 = ranges('::/128', '::1/128', 'fc00::/7', 'fe80::/10', 'ff00::/8')

/** IPv4 inside IPv6: mapped, translated, NAT64 (both prefixes), 6to4, Teredo; compatible is below. */
const embeddedIPv4 = ranges(
  '::ffff:0:0/96',
  '::ffff:0:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2002::/16',
  '2001::/32',
)
const compatible = ranges('::/96')
const loopbackOrUnspecified = ranges('::/128', '::1/128')

/** Cloud metadata services, and the link-local ranges that most of them live in. */
const metadata = ranges(
  '169.254.0.0/16',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  'fe80::/10',
  'fd00:ec2::/32',
  'fd20:ce::254',
  'fd00:42::42',
)

const matches = (address: Address, list: Range[]) => list.some((range) => inRange(address, range))

/** True for an IPv6 address that carries an IPv4 one. Refused as a class: routers may unwrap them. */
export function embedsIPv4(address: Address): boolean {
  if (matches(address, embeddedIPv4)) return true
  return matches(address, compatible) && !matches(address, loopbackOrUnspecified)
}

/** True for addresses that stay blocked whatever the operator allows. */
export function isMetadataAddress(address: Address): boolean {
  return matches(address, metadata)
}

/** True for addresses that always mean this very machine. */
export function isLoopback(address: Address): boolean {
  return matches(address, loopbackRanges)
}
const loopbackRanges = ranges('127.0.0.0/8', '0.0.0.0/8', '::1/128', '::/128')

/** True for addresses on the public internet, which need no permission. */
export function isPublicAddress(address: Address): boolean {
  if (embedsIPv4(address)) return false
  if (address.family === 4) return !matches(address, specialIPv4)
  return matches(address, globalIPv6) && !matches(address, specialIPv6)
}

/** Length of the most specific special range around an address that is not public; 0 when only the default denies it. */
export function denyingPrefix(address: Address): number {
  const around = [...specialIPv4, ...specialIPv6, ...namedIPv6].filter((range) => inRange(address, range))
  return Math.max(0, ...around.map((range) => range.prefix))
}
