import type { JudgedTarget } from '@/lib/http/judge-target'
import { judgeTarget } from '@/lib/http/judge-target'
import { createNameResolver, DnsFailure, type NameResolver } from '@/lib/http/resolve'
import type { EgressPolicy } from '@/lib/http/egress-policy'
import { runningEgress } from '../running-egress'
import { inOrder, readLines } from '../lines'
import type { AdminCommand } from './command'
import { UsageError } from './parse-command'

/** A name whose servers stay silent counts as one without an address after this long. */
const resolveMs = 5_000
const parallel = 64

type Checked = { url: string; allowed: boolean; reason: string | null; addresses: string[] }

export const checkEgressCommand: AdminCommand = {
  name: 'egress check',
  summary: 'Says whether a flow may call a URL, and why not. Resolves its name, and never connects.',
  details:
    'Judges as the server does that runs with the same environment, its own addresses included. With\n' +
    '--stdin it reads one JSON string a line, and answers each with one line of JSON:\n' +
    '{"url", "allowed", "reason", "addresses"}.',
  argument: { name: 'URL', description: 'The address to judge', required: false },
  options: { stdin: { description: 'Judge a list instead of one URL', isFlag: true } },
  exitCodes: '3 not allowed (for one URL)',
  async run(options, { settings }) {
    const url = options.get('URL')
    const isList = options.has('stdin')
    if ((url !== undefined) === isList) throw new UsageError('Give a URL, or --stdin and a list of them.')
    const policy = await runningEgress(settings)
    const resolver = createNameResolver({ servers: settings.egressDnsServers })
    if (url === undefined) {
      await checkLines(policy, resolver)
      return null
    }
    const data = await check(url, policy, resolver)
    return { data, text: inWords(data), exitCode: data.allowed ? 0 : 3 }
  },
}

async function checkLines(policy: EgressPolicy, resolver: NameResolver): Promise<void> {
  const results = inOrder(readLines(process.stdin), parallel, (line, number) =>
    check(parseLine(line, number), policy, resolver),
  )
  for await (const result of results) await print(`${JSON.stringify(result)}\n`)
}

async function check(url: string, policy: EgressPolicy, resolver: NameResolver): Promise<Checked> {
  const { decision, addresses } = await judge(url, policy, resolver)
  return { url, allowed: decision.allowed, reason: decision.allowed ? null : decision.reason, addresses }
}

async function judge(url: string, policy: EgressPolicy, resolver: NameResolver): Promise<JudgedTarget> {
  const signal = AbortSignal.timeout(resolveMs)
  try {
    return await judgeTarget(url, policy, resolver, signal)
  } catch (error) {
    if (!(error instanceof DnsFailure) && !signal.aborted) throw error
    return { decision: { allowed: false, reason: 'no_address' }, addresses: [] }
  }
}

function parseLine(line: string, number: number): string {
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value === 'string') return value
  } catch {
    // said below, as for every other line that is no string
  }
  throw new UsageError(`Line ${number} is not a JSON string.`)
}

/** Resolves when there is room for more; whoever reads may be slower than we are. */
function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()))
  })
}

function inWords({ allowed, reason, addresses }: Checked): string {
  const where = addresses.length > 0 ? ` (${addresses.join(', ')})` : ''
  return allowed ? `Allowed${where}` : `Not allowed: ${reason}${where}`
}
