import { EventEmitter, once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createRateLimits } from '@/lib/rate-limits'
import { derivedForms } from '@/lib/redact/derived-forms'
import { startEchoServer } from '@/lib/testing/echo-server'
import { endpointInput, newSecret } from '@/lib/testing/endpoint-input'
import { testOrganization, testServices } from '@/lib/testing/organization'
import { createEndpoint } from './create-endpoint'
import { getEndpoint } from './get-endpoint'
import { listEndpointActivity } from './list-endpoint-activity'
import { type TestEndpointInput, updateEndpointSchema } from './schema'
import { testEndpoint } from './test-endpoint'
import { updateEndpoint } from './update-endpoint'

const saved = (id: string, path = '/customers?limit=1'): TestEndpointInput => ({
  source: 'saved',
  id,
  method: 'GET',
  path,
})

describe('testEndpoint', () => {
  it.each([
    [{ type: 'none' }, {}],
    [{ type: 'bearer', token: 'tok-1234' }, { authorization: 'Bearer tok-1234' }],
    [{ type: 'apiKey', key: 'key 1234' }, { authorization: 'key 1234' }],
    [{ type: 'apiKey', key: 'key-1234', headerName: 'X-API-Key' }, { 'x-api-key': 'key-1234' }],
    [
      { type: 'basic', username: 'üser', password: 'pass:word' },
      { authorization: `Basic ${Buffer.from('üser:pass:word').toString('base64')}` },
    ],
  ])('sends exactly the header of %j', async (authentication, expected) => {
    const api = await startEchoServer()
    const { admin, editor } = await testOrganization(testServices({ allow: api.allow }))
    const { id } = await createEndpoint(
      admin,
      endpointInput({
        baseUrl: `${api.origin}/v1`,
        authentication,
        defaultHeaders: [{ name: 'X-API-Version', value: '2023-10-16' }],
      }),
    )
    const result = await testEndpoint(editor, saved(id))
    expect(result).toMatchObject({ ok: true, statusCode: 200, error: null })
    const [request] = api.received
    expect(request).toMatchObject({ method: 'GET', url: '/v1/customers?limit=1' })
    const { authorization, 'x-api-key': key, 'x-api-version': version } = request?.headers ?? {}
    expect(version).toBe('2023-10-16')
    expect(JSON.parse(JSON.stringify({ authorization, 'x-api-key': key }))).toEqual(expected)
  })

  it('tells each step, masks secrets in what comes back, and stamps the endpoint', async () => {
    const api = await startEchoServer()
    const { admin, viewer } = await testOrganization(testServices({ allow: api.allow }))
    const [token, signature] = [newSecret(), newSecret()]
    const { id } = await createEndpoint(
      admin,
      endpointInput({
        baseUrl: api.origin,
        authentication: { type: 'bearer', token },
        defaultHeaders: [{ name: 'X-Signature', value: signature, secret: true }],
      }),
    )
    const result = await testEndpoint(admin, saved(id))
    expect(result.steps.map(({ name, status }) => [name, status])).toEqual([
      ['configuration', 'ok'],
      ['policy', 'ok'],
      ['dns', 'skipped'],
      ['connect', 'ok'],
      ['tls', 'skipped'],
      ['response', 'ok'],
    ])
    expect(JSON.parse(result.response?.body ?? '')).toMatchObject({
      headers: { authorization: 'Bearer [REDACTED]', 'x-signature': '[REDACTED]' },
    })
    expect(result.request?.headers).toContainEqual({ name: 'Authorization', value: '[REDACTED]' })
    for (const form of [...derivedForms(token), ...derivedForms(signature)]) {
      expect(JSON.stringify(result)).not.toContain(form)
    }
    const endpoint = await getEndpoint(viewer, { id })
    expect(endpoint).toMatchObject({ version: 1, lastTest: { ok: true, statusCode: 200, code: null } })
    expect((await listEndpointActivity(viewer, { id }))[0]).toMatchObject({ action: 'endpoint.tested' })
  })

  it.each([
    [401, 'The API rejected the credentials. Check the token.'],
    [403, 'The API accepted you but refuses this path.'],
    [404, 'The API was reached, but this path does not exist. Try another test path.'],
    [429, 'The API limits how often it may be called. Try again after 7 s.'],
    [500, 'The API answered with status 500.'],
  ])('explains an answer with status %i', async (status, sentence) => {
    const api = await startEchoServer((_request, response) => {
      response.writeHead(status, { 'retry-after': '7' }).end('no')
    })
    const { admin } = await testOrganization(testServices({ allow: api.allow }))
    const { id } = await createEndpoint(admin, endpointInput({ baseUrl: api.origin }))
    const result = await testEndpoint(admin, saved(id))
    expect(result).toMatchObject({ ok: false, statusCode: status, error: { code: 'http_status' } })
    expect(result.steps.at(-1)).toMatchObject({ name: 'response', status: 'failed', sentence })
    expect(result.response?.body).toBe('no')
  })

  it('says when the address is blocked, and opens no connection', async () => {
    const api = await startEchoServer()
    const { admin } = await testOrganization()
    const input = endpointInput({ baseUrl: api.origin })
    const result = await testEndpoint(admin, { source: 'form', endpoint: input, method: 'GET', path: '/' })
    expect(result).toMatchObject({ ok: false, error: { code: 'blocked', phase: 'policy' }, request: null })
    expect(result.steps[1]).toMatchObject({
      status: 'failed',
      sentence: 'This address is not allowed by your organization’s network policy.',
    })
    expect(result.steps.slice(2).map((step) => step.status)).toEqual([
      'skipped',
      'skipped',
      'skipped',
      'skipped',
    ])
    expect(api.received).toEqual([])
  })

  it('keeps to the response timeout', async () => {
    const api = await startEchoServer(() => {})
    const { admin } = await testOrganization(testServices({ allow: api.allow }))
    const { id } = await createEndpoint(
      admin,
      endpointInput({ baseUrl: api.origin, responseTimeoutSeconds: 0.2 }),
    )
    const result = await testEndpoint(admin, saved(id))
    expect(result).toMatchObject({ ok: false, error: { code: 'response_timeout', limitSeconds: 0.2 } })
    expect(result.steps.at(-1)?.sentence).toBe('Connected, but no complete answer within 0.2 s.')
    expect((await getEndpoint(admin, { id })).lastTest).toMatchObject({ ok: false, code: 'response_timeout' })
  })

  it('tests a form as it stands, with nothing stored', async () => {
    const api = await startEchoServer()
    const { admin } = await testOrganization(testServices({ allow: api.allow }))
    const token = newSecret()
    const endpoint = endpointInput({
      baseUrl: api.origin,
      authentication: { type: 'bearer', token },
      defaultHeaders: [{ name: 'Cookie', value: 'session=12345' }],
    })
    const result = await testEndpoint(admin, { source: 'form', endpoint, method: 'POST', path: '/x' })
    expect(api.received).toMatchObject([
      { method: 'POST', url: '/x', headers: { authorization: `Bearer ${token}`, cookie: 'session=12345' } },
    ])
    expect(result.ok).toBe(true)
    expect(JSON.stringify(result)).not.toContain(token)
    expect(JSON.stringify(result)).not.toContain('session=12345')
  })

  it('closes the socket at once when it is canceled, and leaves no stamp', async () => {
    const events = new EventEmitter()
    const [arrived, closed] = [once(events, 'arrived'), once(events, 'closed')]
    const api = await startEchoServer((request) => {
      request.socket.once('close', () => events.emit('closed'))
      events.emit('arrived')
    })
    const { admin } = await testOrganization(testServices({ allow: api.allow }))
    const { id } = await createEndpoint(admin, endpointInput({ baseUrl: api.origin }))
    const canceling = new AbortController()
    const pending = testEndpoint(admin, saved(id), canceling.signal)
    await arrived
    canceling.abort()
    expect(await pending).toMatchObject({ ok: false, error: { code: 'canceled' } })
    await closed
    expect((await getEndpoint(admin, { id })).lastTest).toBeNull()
  })

  it('leaves no stamp on a version that it did not test', async () => {
    const events = new EventEmitter()
    const arrived = once(events, 'arrived')
    const api = await startEchoServer((_request, response) => {
      events.once('changed', () => response.end('ok'))
      events.emit('arrived')
    })
    const { admin } = await testOrganization(testServices({ allow: api.allow }))
    const { id } = await createEndpoint(admin, endpointInput({ baseUrl: api.origin }))
    const pending = testEndpoint(admin, saved(id))
    await arrived
    await updateEndpoint(admin, { id, ...updateEndpointSchema.parse({ version: 1, description: 'x' }) })
    events.emit('changed')
    await pending
    expect((await getEndpoint(admin, { id })).lastTest).toBeNull()
  })

  it('refuses a path that would leave the base path', async () => {
    const { admin } = await testOrganization()
    const { id } = await createEndpoint(admin, endpointInput())
    for (const path of ['/../x', '//evil.example.com', 'https://evil.example.com']) {
      await expect(testEndpoint(admin, saved(id, path))).rejects.toMatchObject({
        fieldErrors: [{ path: 'path' }],
      })
    }
  })

  it('lets editors test what is saved and only admins a form; viewers and strangers nothing', async () => {
    const { admin, editor, viewer } = await testOrganization()
    const { id } = await createEndpoint(admin, endpointInput({ baseUrl: 'https://api.example.com' }))
    const form: TestEndpointInput = { source: 'form', endpoint: endpointInput(), method: 'GET', path: '/' }
    await expect(testEndpoint(editor, form)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(testEndpoint(viewer, saved(id))).rejects.toMatchObject({ code: 'forbidden' })
    const stranger = await testOrganization()
    await expect(testEndpoint(stranger.admin, saved(id))).rejects.toMatchObject({ code: 'not_found' })
  })

  it('may be used 30 times a minute by one person', async () => {
    const services = testServices()
    const { admin, editor } = await testOrganization({
      ...services,
      rateLimits: createRateLimits(services.db.$client),
    })
    const { id } = await createEndpoint(admin, endpointInput())
    const results = await Promise.allSettled(
      Array.from({ length: 35 }, () => testEndpoint(editor, saved(id, '/../'))),
    )
    const codes = results.map((result) => (result.status === 'rejected' ? result.reason.code : 'ok'))
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(5)
    await expect(testEndpoint(admin, saved(id, '/../'))).rejects.toMatchObject({ code: 'invalid_input' })
  })
})
