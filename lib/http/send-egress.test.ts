import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createSender, type Sender } from '@/lib/http/create-sender'
import { parseEgressPolicy } from '@/lib/http/egress-policy'
import { createNameResolver } from '@/lib/http/resolve'
import { createCertificate } from '@/lib/http/testing/create-certificate'
import { startDnsServer, type DnsServer } from '@/lib/http/testing/dns-server'
import { ok, startRawServer, type RawServer } from '@/lib/http/testing/raw-server'
import { requestTo, roomyLimits } from '@/lib/http/testing/requests'
import { resolverOf } from '@/lib/http/testing/resolver'
import type { Outcome } from '@/lib/http/types'

let canary: RawServer
const cleanups: (() => Promise<void>)[] = []

beforeEach(async () => {
  canary = await startRawServer({ onRequest: (socket) => void socket.write(ok('canary')) })
  cleanups.push(() => canary.close())
})
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

function track(sender: Sender): Sender {
  cleanups.push(() => sender.close())
  return sender
}

async function dnsWith(answer: Parameters<typeof startDnsServer>[0]): Promise<DnsServer> {
  const dns = await startDnsServer(answer)
  cleanups.push(() => dns.close())
  return dns
}

function get(sender: Sender, url: string): Promise<Outcome> {
  return sender.send(requestTo(url), { ...roomyLimits, connectTimeoutMs: 2000 }, { orgId: 'org' })
}

describe('a blocked target', () => {
  const spellings = [
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127。0。0。1',
    '%31%32%37.0.0.1',
  ]
  const inSix = ['[::1]', '[::ffff:127.0.0.1]', '[::7f00:1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]', '[::]']
  const names = [
    'localhost',
    'LOCALHOST.',
    'a.localhost',
    'printer.local',
    'db.internal',
    '0.0.0.0',
    '169.254.169.254',
  ]

  test('is never connected to and always looks the same', async () => {
    const sender = track(createSender({ policy: parseEgressPolicy(), resolver: resolverOf({}) }))
    const seen = new Set<string>()
    for (const host of [...spellings, ...inSix, ...names]) {
      const times: number[] = []
      for (let count = 0; count < 3; count++) {
        const outcome = await get(sender, `http://${host}:${canary.port}`)
        const { elapsedMs, ...failure } = outcome.ok ? { elapsedMs: 0 } : outcome.failure
        times.push(elapsedMs)
        seen.add(JSON.stringify({ ...outcome, failure, timing: { ...outcome.timing, totalMs: 0 } }))
      }
      // The quickest of three: a busy machine may hold up any one of them.
      expect(Math.min(...times)).toBeLessThan(20)
    }
    expect([...seen]).toHaveLength(1)
    expect([...seen][0]).toContain('"code":"blocked"')
    expect(canary.connectionCount).toBe(0)
  })

  test.each([
    ['a private address', ['127.0.0.1']],
    ['a good address beside a bad one', ['93.184.216.34', '127.0.0.1']],
    ['a bad IPv6 address beside a good IPv4 one', ['93.184.216.34', '::1']],
    ['a mapped address', ['::ffff:7f00:1']],
    ['the metadata service', ['169.254.169.254']],
  ])('a name that resolves to %s', async (_what, addresses) => {
    const dns = await dnsWith(() => ({ addresses }))
    const sender = track(createSender({ policy: parseEgressPolicy(), dnsServers: [dns.address] }))
    const outcome = await get(sender, `http://lies.example.com:${canary.port}`)
    expect(outcome).toMatchObject({
      ok: false,
      sent: null,
      failure: { code: 'blocked', phase: 'policy', detail: null },
    })
    expect(canary.connectionCount).toBe(0)
  })

  test('a local name is not even looked up', async () => {
    const resolver = resolverOf({ 'db.internal': ['93.184.216.34'] })
    const sender = track(createSender({ policy: parseEgressPolicy(), resolver }))
    expect(await get(sender, 'http://db.internal')).toMatchObject({ failure: { code: 'blocked' } })
    expect(resolver.asked).toEqual([])
  })
})

describe('a name that rebinds', () => {
  test('is asked once per connection, and that answer is dialled', async () => {
    const port = canary.port
    const policy = parseEgressPolicy({ allow: `rebind.example.com:${port}=127.0.0.1/32` })
    const resolver = resolverOf({ 'rebind.example.com': [['127.0.0.1'], ['127.0.0.2']] })
    const sender = track(createSender({ policy, resolver }))
    const first = await get(sender, `http://rebind.example.com:${port}`)
    expect(first.ok).toBe(true)
    expect(resolver.asked).toEqual(['rebind.example.com'])
    // The kept connection is to the address that was checked, so nothing is asked again.
    expect((await get(sender, `http://rebind.example.com:${port}`)).timing.reused).toBe(true)
    for (const socket of canary.sockets) socket.destroy()
    await canary.allClosed()
    await expect.poll(async () => (await get(sender, `http://rebind.example.com:${port}`)).ok).toBe(false)
    expect(canary.connectionCount).toBe(1)
  })
})

describe('EGRESS_ALLOW', () => {
  test('opens exactly one port of one address', async () => {
    const sender = track(createSender({ policy: parseEgressPolicy({ allow: `127.0.0.1:${canary.port}` }) }))
    expect((await get(sender, canary.origin)).ok).toBe(true)
    expect(await get(sender, `http://127.0.0.2:${canary.port}`)).toMatchObject({
      failure: { code: 'blocked' },
    })
    expect(await get(sender, `http://localhost:${canary.port}`)).toMatchObject({
      failure: { code: 'blocked' },
    })
    expect(canary.connectionCount).toBe(1)
  })

  test('lets a name come from the hosts file, and only of it what the rule covers', async () => {
    const policy = parseEgressPolicy({ allow: `localhost:${canary.port}=127.0.0.1/32` })
    const sender = track(createSender({ policy }))
    expect((await get(sender, `http://localhost:${canary.port}`)).ok).toBe(true)
  })

  test('never opens our own listener', async () => {
    const policy = parseEgressPolicy({
      allow: `127.0.0.1:${canary.port},localhost:${canary.port}=127.0.0.0/8,127.0.0.0/8:${canary.port}`,
      ownListeners: [{ host: '0.0.0.0', port: canary.port }],
    })
    const sender = track(createSender({ policy }))
    for (const host of ['127.0.0.1', 'localhost', '127.9.9.9']) {
      expect(await get(sender, `http://${host}:${canary.port}`)).toMatchObject({
        failure: { code: 'blocked' },
      })
    }
    expect(canary.connectionCount).toBe(0)
  })
})

test('our own database is refused under every name and address of it', async () => {
  const policy = parseEgressPolicy({
    allow: `127.0.0.1:${canary.port},alias.example.com:${canary.port}=127.0.0.1/32`,
    ownListeners: [{ host: 'database.corp', port: canary.port, resolves: true }],
  })
  const resolver = {
    ...resolverOf({ 'alias.example.com': ['127.0.0.1'] }),
    platform: async (name: string) => (name === 'database.corp' ? ['127.0.0.1'] : []),
  }
  const sender = track(createSender({ policy, resolver }))
  for (const host of ['127.0.0.1', 'alias.example.com', 'database.corp']) {
    expect(await get(sender, `http://${host}:${canary.port}`)).toMatchObject({ failure: { code: 'blocked' } })
  }
  expect(canary.connectionCount).toBe(0)
})

describe('DNS', () => {
  test.each([
    [{ code: 3 }, 'ENOTFOUND'],
    [{ addresses: [] }, 'ENODATA'],
    [{ code: 2 }, 'ESERVFAIL'],
    [{ code: 5 }, 'EREFUSED'],
  ])('%o fails with %s', async (answer, detail) => {
    const dns = await dnsWith(() => answer)
    const sender = track(createSender({ policy: parseEgressPolicy(), dnsServers: [dns.address] }))
    const outcome = await get(sender, 'http://gone.example.com')
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'dns_failed', phase: 'dns', detail } })
  })

  test.each([
    ['A', '127.0.0.1', 900], // also within a connection timeout under a second
    ['AAAA', '2001:4860:4860::8888', 5000],
  ] as const)('%s alone is enough when the other family stays silent', async (family, address, limitMs) => {
    const dns = await dnsWith(({ type }) => (type === family ? { addresses: [address] } : 'silent'))
    const resolver = createNameResolver({ servers: [dns.address] })
    expect(await resolver.dns('half.example.com', AbortSignal.timeout(limitMs))).toEqual([address])
  })

  test('slow names of one organization do not delay another’s', async () => {
    const dns = await dnsWith(({ name }) =>
      name.startsWith('slow') ? 'silent' : { addresses: ['127.0.0.1'] },
    )
    const policy = parseEgressPolicy({ allow: `quick.example.com:${canary.port}=127.0.0.1/32` })
    const sender = track(createSender({ policy, dnsServers: [dns.address] }))
    const slow = Array.from({ length: 50 }, (_, index) => get(sender, `http://slow${index}.example.com`))
    const quick = await sender.send(requestTo(`http://quick.example.com:${canary.port}`), roomyLimits, {
      orgId: 'other',
    })
    expect(quick.ok).toBe(true)
    expect(quick.timing.totalMs).toBeLessThan(1000)
    await sender.close()
    await Promise.all(slow)
  })
})

describe('TLS', () => {
  async function tlsTo(name: string, certificate: { key: string; cert: string }, trusted: string[]) {
    const server = await startRawServer({
      tls: certificate,
      onRequest: (socket) => void socket.write(ok('secret')),
    })
    cleanups.push(() => server.close())
    const policy = parseEgressPolicy({ allow: `${name}:${server.port}=127.0.0.1/32` })
    const resolver = resolverOf({ [name]: ['127.0.0.1'] })
    const sender = track(createSender({ policy, resolver, trustedCertificates: trusted }))
    const outcome = await get(sender, `https://${name}:${server.port}`)
    return { outcome, server }
  }

  test('checks the name that people entered, not the address that was dialled', async () => {
    const certificate = createCertificate({ name: 'api.example.com' })
    const { outcome } = await tlsTo('api.example.com', certificate, [certificate.cert])
    expect(outcome.ok).toBe(true)
  })

  test('refuses another name, an expired certificate and an unknown authority', async () => {
    const good = createCertificate({ name: 'api.example.com' })
    const expired = createCertificate({ name: 'api.example.com', isExpired: true })
    const wrong = await tlsTo('other.example.com', good, [good.cert])
    expect(wrong.outcome).toMatchObject({
      failure: { code: 'tls_failed', detail: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    })
    const old = await tlsTo('api.example.com', expired, [expired.cert])
    expect(old.outcome).toMatchObject({ failure: { code: 'tls_failed', detail: 'CERT_HAS_EXPIRED' } })
    const unknown = await tlsTo('api.example.com', good, [])
    expect(unknown.outcome).toMatchObject({ failure: { code: 'tls_failed', phase: 'tls' }, sent: null })
    for (const { server } of [wrong, old, unknown]) expect(server.requests).toHaveLength(0)
  })

  test('refuses a server that only speaks TLS 1.1', async () => {
    const certificate = createCertificate({ name: 'api.example.com' })
    const server = await startRawServer({ tls: { ...certificate, maxVersion: 'TLSv1.1' } })
    cleanups.push(() => server.close())
    const policy = parseEgressPolicy({ allow: `127.0.0.1:${server.port}` })
    const sender = track(createSender({ policy, trustedCertificates: [certificate.cert] }))
    expect(await get(sender, server.origin)).toMatchObject({ failure: { code: 'tls_failed', phase: 'tls' } })
  })

  test('cannot be switched off by the environment', async () => {
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
    try {
      const { outcome } = await tlsTo('api.example.com', createCertificate({ name: 'api.example.com' }), [])
      expect(outcome).toMatchObject({ failure: { code: 'tls_failed' } })
    } finally {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
    }
  })
})
