import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createSender, type Sender } from '@/lib/http/create-sender'
import { parseEgressPolicy } from '@/lib/http/egress-policy'
import { ok, startRawServer, type RawRequest, type RawServer } from '@/lib/http/testing/raw-server'
import { requestTo, roomyLimits } from '@/lib/http/testing/requests'
import { httpMethods, type OutboundRequest } from '@/lib/http/types'

// Hundreds of random cases take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

let server: RawServer
let sender: Sender

beforeAll(async () => {
  server = await startRawServer({
    onRequest: (socket, { method }) =>
      void socket.write(method === 'HEAD' ? 'HTTP/1.1 200 OK\r\n\r\n' : ok()),
  })
  sender = createSender({ policy: parseEgressPolicy({ allow: `127.0.0.1:${server.port}` }) })
})
afterAll(async () => {
  await sender.close()
  await server.close()
})

/** What a raw socket received, or null when nothing was sent. */
async function received(changes: Partial<OutboundRequest>): Promise<RawRequest | null> {
  const before = server.requests.length
  const request = requestTo(`${server.origin}/v1`, changes)
  const outcome = await sender.send(request, roomyLimits, { orgId: 'org' })
  expect(server.requests.length - before).toBe(outcome.sent ? 1 : 0)
  return server.requests[before] ?? null
}

describe('on the wire', () => {
  test.each(httpMethods)('%s', async (method) => {
    const body = method === 'HEAD' ? null : { contentType: 'text/plain', content: 'grüße' }
    const request = await received({ method, body, path: '/a' })
    expect(request).toMatchObject({ method, target: '/v1/a' })
    expect(Buffer.from(request?.body ?? '', 'latin1').toString()).toBe(body ? 'grüße' : '')
  })

  test('a method that is none of ours is not sent', async () => {
    const method = 'TRACE' as OutboundRequest['method']
    expect(await received({ method })).toBeNull()
  })

  test('bytes are sent as they are', async () => {
    const content = Uint8Array.from({ length: 256 }, (_, index) => index)
    const request = await received({
      method: 'POST',
      body: { contentType: 'application/octet-stream', content },
    })
    expect(Buffer.from(request?.body ?? '', 'latin1')).toEqual(Buffer.from(content))
  })

  test('host names the origin, and every header is there once', async () => {
    const request = await received({
      credential: { type: 'basic', username: 'üser', password: 'pässword' },
      headers: [{ name: 'X-Trace', value: '  padded\t' }],
    })
    const names = request?.headers.map(([name]) => name) ?? []
    expect(new Set(names).size).toBe(names.length)
    expect(request?.headers).toContainEqual(['host', `127.0.0.1:${server.port}`])
    expect(request?.raw).toContain('\r\nX-Trace: padded\r\n')
    const basic = Buffer.from('üser:pässword').toString('base64')
    expect(request?.headers).toContainEqual(['authorization', `Basic ${basic}`])
  })

  test('a response header named __proto__ is an ordinary one', async () => {
    const odd = await startRawServer({ onRequest: (socket) => void socket.write(ok('', '__proto__: x\r\n')) })
    const own = createSender({ policy: parseEgressPolicy({ allow: `127.0.0.1:${odd.port}` }) })
    const outcome = await own.send(requestTo(odd.origin), roomyLimits, { orgId: 'org' })
    const headers = outcome.ok ? outcome.response.headers : {}
    expect(Object.entries(headers)).toContainEqual(['__proto__', 'x'])
    expect(Object.getPrototypeOf({})).toBe(Object.prototype)
    await own.close()
    await odd.close()
  })
})

test('whatever the fields hold, one well-formed request arrives at its place, or none', async () => {
  const nasty = fc.constantFrom(
    '\r\n',
    '\r\nX-Evil: 1',
    '\n\n',
    '\0',
    ' HTTP/1.1',
    'GET / HTTP/1.1',
    '..',
    '//',
    '#',
    '?',
    '\u2028',
    'İ',
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.oneof(nasty, fc.string()), { maxLength: 4 }).map((list) => list.join('')),
  )
  const field = fc.record({ name: fc.oneof(text, fc.constantFrom('X-A', 'X-B')), value: text })
  await fc.assert(
    fc.asyncProperty(
      text,
      fc.array(field, { maxLength: 2 }),
      fc.array(field, { maxLength: 2 }),
      text,
      async (path, query, headers, token) => {
        const request = await received({ path, query, headers, credential: { type: 'bearer', token } })
        if (!request) return
        const [line = '', ...lines] = request.raw.slice(0, -4).split('\r\n')
        expect(line).toMatch(/^GET \/v1(?:[/?][\x21-\x7e]*)? HTTP\/1\.1$/)
        // host, connection and four of ours, besides those that were asked for
        const overridden = headers.filter(({ name }) => /^(accept|user-agent)$/i.test(name)).length
        expect(lines).toHaveLength(6 + headers.length - overridden)
        for (const item of lines) expect(item).toMatch(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+: ?[\t\x20-\x7e]*$/)
        expect(request.headers.filter(([name]) => name === 'authorization')).toEqual([
          ['authorization', `Bearer ${token}`],
        ])
        expect(request.headers.some(([name]) => name === 'x-evil')).toBe(false)
      },
    ),
    { numRuns: 300 },
  )
})
