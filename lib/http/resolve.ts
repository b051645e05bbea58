import { lookup, Resolver } from 'node:dns/promises'
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseAddress } from '@/lib/http/address-rules'
import { EgressPolicyError } from '@/lib/http/egress-policy'
import type { StopSignal } from '@/lib/http/stop'

/**
 * Our own DNS client. The platform's `lookup` runs in a small thread pool shared with files and
 * crypto, where a few slow names stall everyone and nothing can be canceled.
 */
export type NameResolver = {
  /**
   * Every IPv4 and IPv6 address of a name, from DNS. Rejects with `DnsFailure`, or with the signal's
   * reason as soon as it aborts; servers that stay silent are asked again until then.
   */
  dns(name: string, signal: StopSignal): Promise<string[]>
  /** The hosts file's addresses; empty when it does not list the name. Only for names the operator vouched for. */
  hosts(name: string): Promise<string[]>
  /**
   * As the platform resolves it, search domains and all; empty when it cannot. Only for names from our
   * own configuration; remembered for a minute, so that nobody can keep the thread pool busy with it.
   */
  platform(name: string): Promise<string[]>
}

/** The name has no address, or the servers failed. `code` is the platform's, such as ENOTFOUND. */
export class DnsFailure extends Error {
  override readonly name = 'DnsFailure'
  constructor(readonly code: string) {
    super('The name could not be resolved')
  }
}

export type ResolverOptions = {
  /** `ip`, which means port 53, or `ip:port` each; the system's servers when absent or empty. */
  servers?: readonly string[]
  hostsFile?: string
}

/**
 * How long a family that has answered waits for the other. Short for IPv6 (RFC 8305 section 3), about which
 * some servers stay silent; longer for IPv4, without which many networks reach nothing.
 */
const graceMs = { untilIPv6: 200, untilIPv4: 1000 }
const patience = { timeout: 2000, tries: 2 }

/** @throws EgressPolicyError when a server is no address */
export function createNameResolver(options: ResolverOptions = {}): NameResolver {
  const servers = parseDnsServers(options.servers?.join(',') ?? '')
  const hostsFile = options.hostsFile ?? (process.platform === 'win32' ? windowsHostsFile : '/etc/hosts')
  return {
    dns: (name, signal) => ask(name, servers, signal),
    hosts: (name) => readHosts(hostsFile, name),
    platform: remembered(async (name) => {
      const found = await lookup(name, { all: true }).catch(() => [])
      return found.map(({ address }) => address)
    }),
  }
}
const windowsHostsFile = 'C:\\Windows\\System32\\drivers\\etc\\hosts'

function remembered(find: (name: string) => Promise<string[]>): (name: string) => Promise<string[]> {
  const known = new Map<string, { at: number; addresses: Promise<string[]> }>()
  return (name) => {
    const entry = known.get(name)
    if (entry && performance.now() - entry.at < 60_000) return entry.addresses
    const addresses = find(name)
    known.set(name, { at: performance.now(), addresses })
    return addresses
  }
}

async function ask(name: string, servers: readonly string[], signal: StopSignal): Promise<string[]> {
  signal.throwIfAborted()
  // One resolver for each name: cancel() ends all of a resolver's queries.
  const resolver = new Resolver(patience)
  if (servers.length > 0) resolver.setServers(servers)
  const cancel = () => resolver.cancel()
  signal.addEventListener('abort', cancel)
  try {
    for (;;) {
      const answer = await askBothFamilies(resolver, name)
      signal.throwIfAborted()
      if (answer.addresses.length > 0) return answer.addresses
      if (answer.code !== 'ETIMEOUT') throw new DnsFailure(answer.code)
    }
  } finally {
    signal.removeEventListener('abort', cancel)
    cancel()
  }
}

async function askBothFamilies(
  resolver: Resolver,
  name: string,
): Promise<{ addresses: string[]; code: string }> {
  const addresses: string[] = []
  const codes: string[] = []
  const four = resolver.resolve4(name)
  const six = resolver.resolve6(name)
  const answers = [four, six]
  const settled = answers.map((answer) =>
    answer.then(
      (found) => void addresses.push(...found),
      (error: NodeJS.ErrnoException) => void codes.push(error.code ?? 'EUNKNOWN'),
    ),
  )
  const both = Promise.all(settled)
  const timer = new AbortController()
  const grace = Promise.any([four.then(() => graceMs.untilIPv6), six.then(() => graceMs.untilIPv4)]).then(
    (ms) => sleep(ms, null, { signal: timer.signal }),
  )
  await Promise.race([both, grace.catch(() => both)])
  timer.abort()
  // "No such record" from one family says less than a failure of the other.
  const code = codes.find((item) => item !== 'ENODATA' && item !== 'ENOTFOUND') ?? codes[0] ?? 'ENODATA'
  // A copy: what is judged and dialled may not grow by an answer that comes later.
  return { addresses: [...addresses], code }
}

/** `localhost` always has addresses (RFC 6761 section 6.3). */
async function readHosts(file: string, name: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw new DnsFailure(error.code ?? 'EUNKNOWN')
  })
  const found = text.split('\n').flatMap((line) => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().toLowerCase().split(/\s+/)
    return names.includes(name) && parseAddress(address) ? [address] : []
  })
  return found.length === 0 && name === 'localhost' ? ['127.0.0.1', '::1'] : found
}

/** `EGRESS_DNS_SERVERS`: comma-separated `ip` (port 53), `ip:port` or `[ipv6]:port`. @throws EgressPolicyError */
export function parseDnsServers(text: string): string[] {
  if (text.trim() === '') return []
  return text.split(',').map((item) => {
    const entry = item.trim()
    const [, bracketed, bare, port] = /^(?:\[([^[\]]+)\]|([^:[\]]+))(?::([1-9]\d{0,4}))?$/.exec(entry) ?? []
    const address = parseAddress(bracketed ?? bare ?? entry)
    const fits = address?.family === (bare === undefined ? 6 : 4) && Number(port ?? 53) <= 65535
    if (!fits)
      throw new EgressPolicyError(entry, 'is neither an ip nor ip:port nor [ipv6]:port', 'EGRESS_DNS_SERVERS')
    return entry
  })
}
