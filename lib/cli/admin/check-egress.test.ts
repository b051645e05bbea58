import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDnsServer, type DnsServer } from '@/lib/http/testing/dns-server'
import { runAdmin } from '../testing/run-admin'

let dns: DnsServer
let settings: Record<string, string>
let dataDir: string

beforeAll(async () => {
  dns = await startDnsServer(({ name }) => {
    if (name === 'public.example.com') return { addresses: ['93.184.215.14', '2606:2800:21f:cb07::1'] }
    if (name === 'mixed.example.com') return { addresses: ['93.184.215.14', '10.0.0.1'] }
    return { code: 3 }
  })
  dataDir = mkdtempSync('.test/egress-')
  settings = { EGRESS_DNS_SERVERS: dns.address, DATA_DIR: dataDir, PORT: '4000' }
})
afterAll(async () => {
  await dns.close()
  rmSync(dataDir, { recursive: true })
})

const addresses = ['93.184.215.14', '2606:2800:21f:cb07::1']

describe('egress check', () => {
  it('says in its exit code whether a URL may be called, and touches nothing', async () => {
    const check = (url: string, ...flags: string[]) => runAdmin(['egress', 'check', url, ...flags], settings)
    const [allowed, refused, wrong] = await Promise.all([
      check('https://public.example.com/v1', '--json'),
      check('http://169.254.169.254/latest'),
      check('https://public.example.com', 'https://elsewhere.example.com'),
    ])
    const url = 'https://public.example.com/v1'
    expect(JSON.parse(allowed.stdout)).toEqual({ url, allowed: true, reason: null, addresses })
    expect(allowed.code).toBe(0)
    expect(refused).toMatchObject({ code: 3, stdout: 'Not allowed: forbidden_address\n' })
    expect(wrong.code).toBe(2)
    expect(readdirSync(dataDir)).toEqual([])
  })

  it('judges a long list in its order, and connects to nothing', async () => {
    const canary = createServer().listen(0, '127.0.0.1')
    await once(canary, 'listening')
    const port = (canary.address() as { port: number }).port
    let connections = 0
    canary.on('connection', () => connections++)
    const cases = [
      ['https://public.example.com', true, null, addresses],
      ['https://mixed.example.com', false, 'forbidden_address', ['93.184.215.14', '10.0.0.1']],
      ['https://unknown.example.com', false, 'no_address', []],
      ['http://localhost', false, 'forbidden_name', []],
      ['http://127.0.0.1:4000', false, 'own_listener', []],
      [`http://127.0.0.1:${port}`, true, null, ['127.0.0.1']],
      ['not a\u2028 url', false, 'invalid_url', []],
      ['', false, 'invalid_url', []],
    ] as const
    const list = Array.from({ length: 2_000 }, (_, index) => cases[index % cases.length] ?? cases[0])
    const input = list.map(([url]) => `${JSON.stringify(url)}\n`).join('')
    const allow = { EGRESS_ALLOW: `127.0.0.1:${port},127.0.0.1:4000` }
    const { code, stdout } = await runAdmin(['egress', 'check', '--stdin'], { ...settings, ...allow }, input)
    canary.close()
    expect(code).toBe(0)
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(answers).toEqual(
      list.map(([url, allowed, reason, found]) => ({ url, allowed, reason, addresses: found })),
    )
    expect(connections).toBe(0)
  })

  it('refuses a line that is no JSON string', async () => {
    const { code, stdout, stderr } = await runAdmin(
      ['egress', 'check', '--stdin'],
      settings,
      '"https://93.184.215.14"\nhttps://93.184.215.14\n',
    )
    expect(code).toBe(2)
    expect(stdout.trimEnd().split('\n')).toHaveLength(1)
    expect(stderr).toContain('Line 2 is not a JSON string.')
  })
})
