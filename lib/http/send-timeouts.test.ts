import { afterEach, describe, expect, test } from 'vitest'
import { createSender, type Sender } from '@/lib/http/create-sender'
import { parseEgressPolicy } from '@/lib/http/egress-policy'
import { createCertificate } from '@/lib/http/testing/create-certificate'
import { startDnsServer } from '@/lib/http/testing/dns-server'
import { faults, type FaultName } from '@/lib/http/testing/faults'
import { ok, startRawServer, type RawServerOptions } from '@/lib/http/testing/raw-server'
import { requestTo, roomyLimits } from '@/lib/http/testing/requests'
import { startStalledListener } from '@/lib/http/testing/stalled-listener'
import type { Limits, Outcome } from '@/lib/http/types'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

function senderFor(allow: string, dnsServers?: string[]): Sender {
  const sender = createSender({ policy: parseEgressPolicy({ allow }), dnsServers })
  cleanups.push(() => sender.close())
  return sender
}

async function serve(options: RawServerOptions) {
  const server = await startRawServer(options)
  cleanups.push(() => server.close())
  return { server, sender: senderFor(`127.0.0.1:${server.port}`) }
}

async function timed(sender: Sender, baseUrl: string, limits: Partial<Limits>): Promise<[Outcome, number]> {
  const startedAt = performance.now()
  const outcome = await sender.send(requestTo(baseUrl), { ...roomyLimits, ...limits }, { orgId: 'org' })
  return [outcome, performance.now() - startedAt]
}

/** The contract's precision: never early, late by at most a tenth or 250 ms. */
function expectOnTime(elapsedMs: number, limitMs: number): void {
  expect(elapsedMs).toBeGreaterThanOrEqual(limitMs)
  expect(elapsedMs).toBeLessThanOrEqual(limitMs + Math.max(limitMs / 10, 250))
}

describe('the connection timeout', () => {
  test.each([300, 700])('covers DNS that stays silent (%i ms)', async (limitMs) => {
    const dns = await startDnsServer(() => 'silent')
    cleanups.push(() => dns.close())
    const sender = senderFor('', [dns.address])
    const [outcome, elapsedMs] = await timed(sender, 'https://silent.example.com', {
      connectTimeoutMs: limitMs,
    })
    expect(outcome).toMatchObject({
      ok: false,
      sent: null,
      failure: { code: 'connect_timeout', phase: 'dns', limitMs },
    })
    expectOnTime(elapsedMs, limitMs)
  })

  test('covers a server that does not answer a connection attempt', async () => {
    const listener = await startStalledListener()
    cleanups.push(() => listener.close())
    const sender = senderFor(`127.0.0.1:${listener.port}`)
    const [outcome, elapsedMs] = await timed(sender, `http://127.0.0.1:${listener.port}`, {
      connectTimeoutMs: 300,
    })
    expect(outcome).toMatchObject({
      failure: { code: 'connect_timeout', phase: 'connect', limitMs: 300 },
      sent: null,
    })
    expectOnTime(elapsedMs, 300)
  })

  test('covers a server that accepts and never speaks TLS', async () => {
    const { server, sender } = await serve({})
    const [outcome, elapsedMs] = await timed(sender, server.origin.replace('http:', 'https:'), {
      connectTimeoutMs: 300,
    })
    expect(outcome).toMatchObject({
      failure: { code: 'connect_timeout', phase: 'tls', limitMs: 300 },
      sent: null,
    })
    expectOnTime(elapsedMs, 300)
    await server.allClosed()
  })

  test('has nothing to say once the connection is ready', async () => {
    const { server, sender } = await serve({
      onRequest: (socket) => void setTimeout(() => socket.write(ok()), 400),
    })
    const [outcome] = await timed(sender, server.origin, { connectTimeoutMs: 200 })
    expect(outcome.ok).toBe(true)
  })
})

describe('the response timeout', () => {
  const slow: [FaultName, string][] = [
    ['silence', 'wait'],
    ['headerDrip', 'wait'],
    ['interimFlood', 'wait'],
    ['bodyDrip', 'download'],
    ['stallAt99', 'download'],
  ]
  test.each(slow)('is exact and closes the socket: %s', async (fault, phase) => {
    const { server, sender } = await serve({ onRequest: faults[fault] })
    const [outcome, elapsedMs] = await timed(sender, server.origin, { responseTimeoutMs: 300 })
    expect(outcome).toMatchObject({ failure: { code: 'response_timeout', phase, limitMs: 300 } })
    expect(outcome.sent).not.toBeNull()
    expectOnTime(elapsedMs, 300)
    const closingAt = performance.now()
    await server.allClosed()
    expect(performance.now() - closingAt).toBeLessThan(1000)
  })

  test('counts from a reused connection just the same', async () => {
    const { server, sender } = await serve({
      onRequest: (socket, { index }) => void (index === 0 && socket.write(ok())),
    })
    await timed(sender, server.origin, {})
    const [outcome, elapsedMs] = await timed(sender, server.origin, { responseTimeoutMs: 300 })
    expect(outcome).toMatchObject({ failure: { code: 'response_timeout' }, timing: { reused: true } })
    expectOnTime(elapsedMs, 300)
    expect(server.connectionCount).toBe(1)
  })

  test('is one for a whole chain of redirects', async () => {
    const { server, sender } = await serve({
      onRequest: (socket) =>
        void setTimeout(
          () => socket.write('HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n'),
          120,
        ),
    })
    const startedAt = performance.now()
    const limits = { ...roomyLimits, responseTimeoutMs: 300 }
    const request = requestTo(server.origin, { redirects: 'sameOrigin' })
    const outcome = await sender.send(request, limits, { orgId: 'org' })
    expect(outcome).toMatchObject({ failure: { code: 'response_timeout', phase: 'wait' } })
    expectOnTime(performance.now() - startedAt, 300)
  })

  test('an answer that comes after it is nobody’s', async () => {
    const { server, sender } = await serve({
      onRequest: (socket, { index }) => {
        if (index === 0) setTimeout(() => socket.write(ok('late')), 250)
        else socket.write(ok('fresh'))
      },
    })
    await timed(sender, server.origin, { responseTimeoutMs: 150 })
    const [outcome] = await timed(sender, server.origin, {})
    expect(outcome.ok && Buffer.from(outcome.response.body).toString()).toBe('fresh')
    expect(server.connectionCount).toBe(2)
  })
})

test('timing tells the phases apart', async () => {
  const certificate = createCertificate({ name: 'api.example.com' })
  const server = await startRawServer({
    tls: certificate,
    onRequest: (socket) => {
      // The second timer starts when the head is out, or a late first one would shorten the download.
      setTimeout(() => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n', () => {
          setTimeout(() => socket.write('ok'), 60)
        })
      }, 60)
    },
  })
  const dns = await startDnsServer(() => ({ addresses: ['127.0.0.1'] }))
  const sender = createSender({
    policy: parseEgressPolicy({ allow: `api.example.com:${server.port}=127.0.0.1/32` }),
    dnsServers: [dns.address],
    trustedCertificates: [certificate.cert],
  })
  cleanups.push(
    () => server.close(),
    () => dns.close(),
    () => sender.close(),
  )
  const [outcome] = await timed(sender, `https://api.example.com:${server.port}`, {})
  const { timing } = outcome
  expect(outcome.ok).toBe(true)
  expect(timing.waitMs).toBeGreaterThanOrEqual(58)
  expect(timing.downloadMs).toBeGreaterThanOrEqual(50)
  const { dnsMs, connectMs, tlsMs, waitMs, downloadMs, totalMs } = timing
  const parts = [dnsMs, connectMs, tlsMs, waitMs, downloadMs].map((part) => part ?? Number.NaN)
  expect(parts.reduce((sum, part) => sum + part, 0)).toBeLessThanOrEqual(totalMs + 1)
})
