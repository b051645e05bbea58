import { afterEach, describe, expect, test } from 'vitest'
import { createSender, type Sender } from '@/lib/http/create-sender'
import { parseEgressPolicy } from '@/lib/http/egress-policy'
import { ok, startRawServer, type RawRequest, type RawServer } from '@/lib/http/testing/raw-server'
import { requestTo, roomyLimits } from '@/lib/http/testing/requests'
import type { OutboundRequest, Outcome } from '@/lib/http/types'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

type Answer = (request: RawRequest) => string

async function serve(answer: Answer): Promise<RawServer> {
  const server = await startRawServer({
    // One character a byte, so that a test can write bytes that are no UTF-8.
    onRequest: (socket, request) => void socket.write(answer(request), 'latin1'),
  })
  cleanups.push(() => server.close())
  return server
}

function senderFor(...servers: RawServer[]): Sender {
  const allow = servers.map((server) => `127.0.0.1:${server.port}`).join(',')
  const sender = createSender({ policy: parseEgressPolicy({ allow }) })
  cleanups.push(() => sender.close())
  return sender
}

function redirect(location: string, status = 302, body = ''): string {
  return `HTTP/1.1 ${status} Moved\r\nLocation: ${location}\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}

function send(sender: Sender, baseUrl: string, changes: Partial<OutboundRequest>): Promise<Outcome> {
  return sender.send(requestTo(baseUrl, changes), roomyLimits, { orgId: 'org' })
}

const headerNames = (request: RawRequest | undefined) => (request?.headers ?? []).map(([name]) => name)

describe('redirects: none', () => {
  test('a 3xx is an ordinary answer', async () => {
    const server = await serve(() => redirect('/there'))
    const outcome = await send(senderFor(server), server.origin, { redirects: 'none' })
    expect(outcome).toMatchObject({ ok: true, response: { statusCode: 302, redirectedFrom: [] } })
    expect(server.requests).toHaveLength(1)
  })
})

describe('redirects: sameOrigin', () => {
  test.each([
    ['/caf\u00c3\u00a9', '/caf%C3%A9'],
    ['/caf\u00e9', '/caf%C3%A9'],
    ['/caf%C3%A9', '/caf%C3%A9'],
  ])('reads a target that is not plain ASCII as browsers do: %j', async (location, expected) => {
    const server = await serve((request) => (request.target === '/' ? redirect(location) : ok()))
    await send(senderFor(server), server.origin, { redirects: 'sameOrigin' })
    expect(server.requests[1]?.target).toBe(expected)
  })

  test('follows with the credential and says where it came from', async () => {
    const server = await serve((request) =>
      request.target === '/' ? redirect('/there?x=1#part', 302, 'bye') : ok(),
    )
    const outcome = await send(senderFor(server), server.origin, {
      redirects: 'sameOrigin',
      credential: { type: 'bearer', token: 'abcdef' },
    })
    expect(outcome).toMatchObject({
      ok: true,
      sent: { url: `${server.origin}/` },
      response: { statusCode: 200, url: `${server.origin}/there?x=1`, redirectedFrom: [`${server.origin}/`] },
    })
    expect(server.requests[1]?.headers).toContainEqual(['authorization', 'Bearer abcdef'])
  })

  test('an answer that leads elsewhere is taken as it is', async () => {
    const other = await serve(() => ok())
    const server = await serve(() => redirect(`${other.origin}/`))
    const outcome = await send(senderFor(server, other), server.origin, { redirects: 'sameOrigin' })
    expect(outcome).toMatchObject({ ok: true, response: { statusCode: 302 } })
    expect(other.connectionCount).toBe(0)
  })
})

describe('redirects: any', () => {
  const everything: Partial<OutboundRequest> = {
    redirects: 'any',
    credential: { type: 'apiKey', headerName: 'X-Key', key: 'the-key' },
    defaultHeaders: [
      { name: 'X-Version', value: '1' },
      { name: 'Cookie', value: 'a=b' },
    ],
    headers: [
      { name: 'Accept-Language', value: 'de' },
      { name: 'X-Trace', value: 't' },
    ],
  }

  test('leaving the origin drops everything that is ours, for good', async () => {
    const other = await serve((request) =>
      request.target === '/away' ? redirect(`${server.origin}/back`) : ok(),
    )
    const server = await serve((request) =>
      request.target === '/' ? redirect(`${other.origin}/away`) : ok('home'),
    )
    const outcome = await send(senderFor(server, other), server.origin, everything)
    expect(outcome).toMatchObject({ ok: true, response: { url: `${server.origin}/back` } })
    expect(headerNames(server.requests[0])).toEqual(
      expect.arrayContaining(['x-key', 'cookie', 'x-version', 'x-trace']),
    )
    for (const request of [other.requests[0], server.requests[1]]) {
      expect(headerNames(request).sort()).toEqual(
        ['accept', 'accept-encoding', 'accept-language', 'connection', 'host', 'user-agent'].sort(),
      )
      expect(request?.raw).not.toContain('the-key')
    }
  })

  test('every hop passes the egress policy', async () => {
    const canary = await serve(() => ok())
    const targets = [
      `http://127.0.0.1:${canary.port}/`,
      `http://localhost:${canary.port}/`,
      `http://[::ffff:127.0.0.1]:${canary.port}/`,
      `//2130706433:${canary.port}/`,
      'http://169.254.169.254/latest/meta-data/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      `http://user:secret@127.0.0.1:${canary.port}/`,
      `/\\\\127.0.0.1:${canary.port}/`,
      'http://[not-an-address/',
    ]
    for (const target of targets) {
      const server = await serve(() => redirect(target))
      const outcome = await send(senderFor(server), server.origin, { redirects: 'any' })
      expect([target, outcome]).toMatchObject([
        target,
        { ok: false, failure: { code: 'blocked', phase: 'policy' } },
      ])
      expect(JSON.stringify(outcome)).not.toContain(String(canary.port))
    }
    expect(canary.connectionCount).toBe(0)
  })

  test('user info is refused even when the target is allowed', async () => {
    const other = await serve(() => ok())
    const server = await serve(() => redirect(`http://user:x@127.0.0.1:${other.port}/`))
    const outcome = await send(senderFor(server, other), server.origin, { redirects: 'any' })
    expect(outcome).toMatchObject({ failure: { code: 'blocked' } })
    expect(other.connectionCount).toBe(0)
  })

  test('a body does not go to another origin', async () => {
    const other = await serve(() => ok())
    const server = await serve(() => redirect(`${other.origin}/`, 307))
    const outcome = await send(senderFor(server, other), server.origin, {
      redirects: 'any',
      method: 'POST',
      body: { contentType: 'text/plain', content: 'private' },
    })
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'invalid_response', phase: 'response' } })
    expect(other.connectionCount).toBe(0)
  })
})

describe('methods and bodies', () => {
  const body = { contentType: 'application/json', content: '{"a":1}' }
  test.each([
    [301, 'POST', 'GET', ''],
    [302, 'POST', 'GET', ''],
    [303, 'POST', 'GET', ''],
    [303, 'PUT', 'GET', ''],
    [307, 'POST', 'POST', '{"a":1}'],
    [308, 'PATCH', 'PATCH', '{"a":1}'],
    [302, 'PUT', 'PUT', '{"a":1}'],
  ] as const)('%i after %s becomes %s', async (status, method, nextMethod, nextBody) => {
    const server = await serve((request) => (request.index === 0 ? redirect('/next', status) : ok()))
    await send(senderFor(server), server.origin, { method, body, redirects: 'sameOrigin' })
    expect(server.requests[1]).toMatchObject({ method: nextMethod, body: nextBody })
    expect(headerNames(server.requests[1]).includes('content-type')).toBe(nextBody !== '')
  })

  test('HEAD stays HEAD', async () => {
    const server = await serve((request) =>
      request.index === 0 ? redirect('/next', 303) : 'HTTP/1.1 200 OK\r\n\r\n',
    )
    await send(senderFor(server), server.origin, { method: 'HEAD', redirects: 'sameOrigin' })
    expect(server.requests.map((request) => request.method)).toEqual(['HEAD', 'HEAD'])
  })
})

test('a loop ends after five hops with an error', async () => {
  const server = await serve(() => redirect('/again'))
  const outcome = await send(senderFor(server), server.origin, { redirects: 'sameOrigin' })
  expect(outcome).toMatchObject({ ok: false, failure: { code: 'invalid_response', phase: 'response' } })
  expect(server.requests).toHaveLength(6)
})

test('the body of a redirect is not read', async () => {
  const server = await startRawServer({
    onRequest: (socket, request) => {
      if (request.index > 0) socket.write(ok())
      else socket.write('HTTP/1.1 302 Found\r\nLocation: /next\r\nTransfer-Encoding: chunked\r\n\r\n')
    },
  })
  cleanups.push(() => server.close())
  const outcome = await send(senderFor(server), server.origin, { redirects: 'sameOrigin' })
  expect(outcome).toMatchObject({ ok: true, response: { statusCode: 200 } })
  expect(server.connectionCount).toBe(2)
})
