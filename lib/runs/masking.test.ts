import { gzipSync } from 'node:zlib'
import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { definition } from '@/lib/flows/testing/definitions'
import { ownerDatabase } from '@/lib/testing/database'
import { newSecret } from '@/lib/testing/endpoint-input'
import { json, upstreamFlow } from './testing/upstream-flow'

/** Everything that the database holds of a run, as text. */
async function storedText(runId: string): Promise<string> {
  const { rows } = await ownerDatabase().execute<{ text: string }>(sql`
    select (select coalesce(string_agg(s::text, ''), '') from run_steps s where s.run_id = ${runId})
      || (select r::text from runs r where r.id = ${runId})
      || (select coalesce(string_agg(a::text, ''), '') from audit_entries a where a.object_id = ${runId}) as text`)
  return rows[0]?.text ?? ''
}

/** Ways in which an API may send back what it was sent. */
const echoes: Record<string, (secret: string) => string | Buffer> = {
  'in a JSON body': (secret) => json(JSON.stringify({ got: `Bearer ${secret}`, [secret]: 1 })),
  'in a header': (secret) => json('{}', { headers: `X-Echo: ${secret}\r\nSet-Cookie: t=${secret}\r\n` }),
  'in its status line': (secret) => json('{}', { status: `200 ${secret}` }),
  'URL-encoded': (secret) => json(JSON.stringify({ url: `/?t=${encodeURIComponent(secret)}` })),
  'in base64': (secret) =>
    json(
      JSON.stringify(
        [0, 1, 2].map((shift) => Buffer.from(`${'x'.repeat(shift)}${secret}yy`).toString('base64')),
      ),
    ),
  'in hex': (secret) => json(JSON.stringify({ hex: Buffer.from(secret).toString('hex') })),
  'with escapes in JSON': (secret) =>
    json(
      `{"a":"${secret
        .split('')
        .map((c) => `\\u00${c.charCodeAt(0).toString(16)}`)
        .join('')}"}`,
    ),
  compressed: (secret) => {
    const body = gzipSync(JSON.stringify({ secret }))
    const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`
    return Buffer.concat([Buffer.from(head), body])
  },
  'in binary': (secret) => {
    const body = Buffer.concat([Buffer.from([0, 1]), Buffer.from(secret), Buffer.from([0xff])])
    const head = `HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: ${body.length}\r\n\r\n`
    return Buffer.concat([Buffer.from(head), body])
  },
  'in UTF-16 that nobody announced': (secret) => {
    const body = Buffer.from(secret, 'utf16le')
    const head = `HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: ${body.length}\r\n\r\n`
    return Buffer.concat([Buffer.from(head), body])
  },
  'as a list of bytes': (secret) => json(JSON.stringify({ data: [...Buffer.from(secret)] })),
  'in the type of a binary body': (secret) =>
    `HTTP/1.1 200 OK\r\nContent-Type: image/png; name="${secret}"\r\nContent-Length: 1\r\n\r\n\u0001`,
  'over two headers of one name': (secret) =>
    json('{}', { headers: `X-Echo: ${secret.slice(0, 12)}\r\nX-Echo: ${secret.slice(12)}\r\n` }),
  'in UTF-16': (secret) => {
    const body = Buffer.from(`\ufeff${secret}`, 'utf16le')
    const head = `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n`
    return Buffer.concat([Buffer.from(head), body])
  },
  'across the place where the body is cut': (secret) =>
    json(JSON.stringify('x'.repeat(1024 * 1024 - 20) + secret + 'y'.repeat(100))),
  'as an error': (secret) =>
    json(JSON.stringify({ error: `bad token ${secret}` }), { status: '401 Unauthorized' }),
}

/** Secret texts in the forms that could be read off a record. */
function forms(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const shifted = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
    return text.slice(shift ? 4 : 0, -4)
  })
  const halves = [secret.slice(0, 10), secret.slice(-10)]
  const escaped = secret
    .split('')
    .map((c) => `\\u00${c.charCodeAt(0).toString(16)}`)
    .join('')
  const wide = Buffer.from(secret, 'utf16le').toString('base64').slice(0, -4)
  const list = JSON.stringify([...bytes]).slice(1, -1)
  const spaced = list.replaceAll(',', ', ') // as jsonb writes it
  return [
    ...[secret, ...halves, encodeURIComponent(secret), bytes.toString('hex'), ...shifted, escaped],
    ...[wide, list, spaced],
  ]
}

describe('secrets that an API echoes', () => {
  it.each(Object.entries(echoes))(
    '%s are not in what is stored of the run',
    { timeout: 30_000 },
    async (_name, echo) => {
      const token = newSecret()
      const header = newSecret()
      const flow = await upstreamFlow({
        onRequest: (socket) => socket.write(echo(token)),
        endpoint: {
          authentication: { type: 'bearer', token },
          defaultHeaders: [{ name: 'X-Signature', value: header, secret: true }],
          allowInsecure: true,
        },
        definition: (endpointId) =>
          definition(
            [
              { id: 'start', type: 'start', data: {} },
              { id: 'call', type: 'apiCall', data: { endpointId } },
              {
                id: 'set',
                type: 'setVariables',
                data: { variables: [{ name: 'all', value: '{{ steps.call }}' }] },
              },
              {
                id: 'again',
                type: 'apiCall',
                data: {
                  endpointId,
                  method: 'POST',
                  path: '/x',
                  query: [{ name: 'q', value: '{{ steps.call.headers.x-echo | default: "none" }}' }],
                  body: { type: 'json', content: '{"all": "{{ steps.call }}"}' },
                },
              },
              {
                id: 'end',
                type: 'end',
                data: { output: { all: '{{ vars.all }}', again: '{{ steps.again }}' } },
              },
            ],
            [
              'start.next -> call',
              'call.success -> set',
              'call.error -> set',
              'set.next -> again',
              'again.success -> end',
              'again.error -> end',
            ],
          ),
      })
      const run = await flow.run()
      expect(run.status).toBe('succeeded')
      expect(flow.server.requests[0]?.raw).toContain(token)
      expect(flow.server.requests[0]?.raw).toContain(header)

      const stored = await storedText(run.id)
      for (const form of [...forms(token), ...forms(header)]) {
        expect(stored.includes(form), 'a form of a secret is stored').toBe(false)
        expect(JSON.stringify(run).includes(form), 'a form of a secret is answered').toBe(false)
      }
      expect(stored).toContain('[REDACTED]')
    },
  )
})

describe('templates that work on an echoed secret', () => {
  it('see the mask, so that nothing they make of it reveals the secret or takes it elsewhere', async () => {
    const token = newSecret()
    const flow = await upstreamFlow({
      onRequest: (socket) => socket.write(json(JSON.stringify({ got: token }))),
      endpoint: { authentication: { type: 'bearer', token }, allowInsecure: true },
      definition: (endpointId) =>
        definition(
          [
            { id: 'start', type: 'start', data: {} },
            { id: 'call', type: 'apiCall', data: { endpointId } },
            {
              id: 'forward',
              type: 'apiCall',
              data: {
                endpointId,
                method: 'POST',
                path: '/x',
                body: { type: 'json', content: '{"stolen": "{{ steps.call.body.got }}"}' },
              },
            },
            {
              id: 'end',
              type: 'end',
              data: { output: { spelled: '{{ steps.call.body.got | split: "" | join: "-" }}' } },
            },
          ],
          ['start.next -> call', 'call.success -> forward', 'forward.success -> end'],
        ),
    })
    const run = await flow.run()
    expect(run.status).toBe('succeeded')
    expect(run.output).toEqual({ spelled: '[-R-E-D-A-C-T-E-D-]' })
    const forwarded = flow.server.requests[1]?.raw.split('\r\n\r\n')[1]
    expect(forwarded).toBe('{"stolen":"[REDACTED]"}')
  })
})

describe('what is no secret', () => {
  it('stays as it came, byte by byte', async () => {
    const body = '{ "a" : 1.0,\t"b":"\\u0041\\/" }'
    const flow = await upstreamFlow({
      onRequest: (socket) => socket.write(json(body)),
      endpoint: { authentication: { type: 'bearer', token: newSecret() }, allowInsecure: true },
    })
    const run = await flow.run()
    expect(run.steps[1]?.record.response?.body).toBe(body)
  })
})
