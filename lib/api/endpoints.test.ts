import { describe, expect, it } from 'vitest'
import { apiClient, rawApiClient } from '@/lib/testing/api'
import { flowUsing } from '@/lib/testing/flow-using'
import { newSecret } from '@/lib/testing/endpoint-input'
import { testOrganization } from '@/lib/testing/organization'

const endpoint = (given: object = {}) => ({
  name: 'Billing API',
  baseUrl: 'https://api.example.com/v1',
  ...given,
})

describe('the REST API of endpoints', () => {
  it('creates, reads, lists, changes and deletes', async () => {
    const call = await apiClient(await testOrganization())
    const token = newSecret()
    const created = await call('POST', '/endpoints', endpoint({ authentication: { type: 'bearer', token } }))
    expect(created.status).toBe(201)
    expect(created.headers.get('location')).toBe(`/api/v1/endpoints/${created.body.id}`)
    expect(created.headers.get('etag')).toBe('"1"')
    expect(created.headers.get('cache-control')).toBe('no-store')
    expect(created.body).toMatchObject({
      name: 'Billing API',
      description: '',
      authentication: { type: 'bearer', isSet: true, fingerprint: expect.stringMatching(/^[0-9a-f]{6}$/) },
      connectTimeoutSeconds: 60,
      responseTimeoutSeconds: 60,
      redirects: 'none',
      usedBy: 0,
      version: 1,
    })
    const { id } = created.body
    expect((await call('GET', `/endpoints/${id}`)).body).toEqual(created.body)
    expect((await call('GET', '/endpoints?search=bill&auth=bearer&unused=true&limit=1')).body).toEqual({
      data: [created.body],
      nextCursor: null,
    })
    const changed = await call('PATCH', `/endpoints/${id}`, { version: 1, description: 'Bills' })
    expect(changed).toMatchObject({ status: 200, body: { version: 2, description: 'Bills' } })
    const matched = await call('PATCH', `/endpoints/${id}`, { description: '' }, { 'if-match': '"2"' })
    expect(matched).toMatchObject({ status: 200, body: { version: 3, authentication: { isSet: true } } })
    expect((await call('GET', `/endpoints/${id}/usage`)).body).toEqual({ data: [] })
    expect(await call('DELETE', `/endpoints/${id}`, undefined, { 'if-match': '"2"' })).toMatchObject({
      status: 409,
      body: { code: 'conflict', current: { version: 3 } },
    })
    const deleted = await call('DELETE', `/endpoints/${id}`, undefined, { 'if-match': '"3"' })
    expect(deleted).toMatchObject({ status: 204, body: null })
    expect((await call('GET', `/endpoints/${id}`)).status).toBe(404)
  })

  it('answers a stale version with 409 and the endpoint as it is now', async () => {
    const call = await apiClient(await testOrganization())
    const { body: created } = await call('POST', '/endpoints', endpoint())
    await call('PATCH', `/endpoints/${created.id}`, { version: 1, description: 'Theirs' })
    for (const headers of [undefined, { 'if-match': '"1"' }]) {
      const body = { ...(headers ? {} : { version: 1 }), description: 'Mine' }
      expect(await call('PATCH', `/endpoints/${created.id}`, body, headers)).toMatchObject({
        status: 409,
        body: { code: 'conflict', current: { version: 2, description: 'Theirs' } },
      })
    }
    const { body: other } = await call('POST', '/endpoints', endpoint({ name: 'Other' }))
    const replace = (tag: string) =>
      call('POST', `/endpoints/${created.id}/replace`, { with: other.id }, { 'if-match': tag })
    expect(await replace('"1"')).toMatchObject({ status: 409, body: { current: { version: 2 } } })
    expect(await replace('"2"')).toMatchObject({ status: 200, body: { id: other.id } })
  })

  it.each([
    [{ description: 'x' }, {}],
    [{ version: 1 }, { 'if-match': '"2"' }],
    [{}, { 'if-match': '*' }],
  ])('wants one version to start from: %j %j', async (body, headers) => {
    const call = await apiClient(await testOrganization())
    const { body: created } = await call('POST', '/endpoints', endpoint())
    expect(await call('PATCH', `/endpoints/${created.id}`, body, headers)).toMatchObject({
      status: 400,
      body: { code: 'invalid_input', errors: [{ path: 'version' }] },
    })
  })

  it.each(['abc', '3', '"1", "2"', '"x"', '**', ''])('refuses If-Match: %s by its name', async (tag) => {
    const call = await apiClient(await testOrganization())
    const { body: created } = await call('POST', '/endpoints', endpoint())
    const { body: flow } = await call('POST', '/flows', { name: 'Mine' })
    for (const [method, path, body] of [
      ['PATCH', `/endpoints/${created.id}`, { version: 1 }],
      ['DELETE', `/endpoints/${created.id}`, undefined],
      ['POST', `/endpoints/${created.id}/replace`, { with: created.id }],
      ['PATCH', `/flows/${flow.id}`, { version: 1 }],
      ['POST', `/flows/${flow.id}/publish`, {}],
      ['DELETE', `/flows/${flow.id}`, undefined],
    ] as const) {
      expect(await call(method, path, body, { 'if-match': tag })).toMatchObject({
        status: 400,
        body: { code: 'invalid_input', errors: [{ path: 'If-Match' }] },
      })
    }
  })

  it('takes If-Match: * for whichever version there is', async () => {
    const call = await apiClient(await testOrganization())
    const any = { 'if-match': '*' }
    const { body: old } = await call('POST', '/endpoints', endpoint())
    const { body: other } = await call('POST', '/endpoints', endpoint({ name: 'Other' }))
    const { body: flow } = await call('POST', '/flows', flowUsing(old.id))
    const changed = await call('PATCH', `/endpoints/${old.id}`, { version: 1, description: 'x' }, any)
    expect(changed).toMatchObject({ status: 200, body: { version: 2 } })
    const stale = await call('PATCH', `/endpoints/${old.id}`, { version: 1 }, any)
    expect(stale).toMatchObject({ status: 409 })
    expect(await call('POST', `/endpoints/${old.id}/replace`, { with: other.id }, any)).toMatchObject({
      status: 200,
    })
    expect(await call('POST', `/flows/${flow.id}/publish`, {}, any)).toMatchObject({ status: 200 })
    expect(await call('DELETE', `/flows/${flow.id}`, undefined, any)).toMatchObject({ status: 204 })
    expect(await call('DELETE', `/endpoints/${other.id}`, undefined, any)).toMatchObject({ status: 204 })
    expect(await call('DELETE', `/endpoints/${other.id}`, undefined, any)).toMatchObject({ status: 404 })
  })

  it.each([
    ['name', { name: '' }],
    ['name', { name: 'a\ud800b' }],
    ['description', { description: '\udfff' }],
    ['baseUrl', { baseUrl: 'https://a.example/a\ud800b' }],
    ['name', { name: 'x'.repeat(81) }],
    ['name', { name: undefined }],
    ['name', { name: 'a\0b' }],
    ['name', { name: 'two\nlines' }],
    ['name', { name: ' \u200b\u2060' }],
    ['description', { description: 'a\0b' }],
    ['description', { description: 'x'.repeat(501) }],
    ['baseUrl', { baseUrl: 'api.example.com' }],
    ['baseUrl', { baseUrl: 'ftp://api.example.com' }],
    ['baseUrl', { baseUrl: 'https://user:pass@api.example.com' }],
    ['baseUrl', { baseUrl: 'https://api.example.com?a=b' }],
    ['baseUrl', { baseUrl: 'https://api.example.com#a' }],
    ['baseUrl', { baseUrl: 'https://api.example.com/a/../b' }],
    ['baseUrl', { baseUrl: 'http://127.0.0.1' }],
    ['connectTimeoutSeconds', { connectTimeoutSeconds: 0.05 }],
    ['connectTimeoutSeconds', { connectTimeoutSeconds: 301 }],
    ['connectTimeoutSeconds', { connectTimeoutSeconds: '5' }],
    ['responseTimeoutSeconds', { responseTimeoutSeconds: 601 }],
    ['redirects', { redirects: 'all' }],
    ['authentication.type', { authentication: { type: 'digest' } }],
    ['authentication.token', { authentication: { type: 'bearer' } }],
    ['authentication.token', { authentication: { type: 'bearer', token: 'a b' } }],
    ['authentication.token', { authentication: { type: 'bearer', token: '' } }],
    ['authentication.token', { authentication: { type: 'bearer', token: 'x'.repeat(8_190) } }],
    ['authentication.key', { authentication: { type: 'apiKey', key: ' padded' } }],
    ['authentication.password', { authentication: { type: 'basic', username: 'a', password: 'b\n' } }],
    ['authentication.username', { authentication: { type: 'basic', username: 'a:b', password: 'c' } }],
    ['authentication.headerName', { authentication: { type: 'apiKey', key: 'k', headerName: 'Host' } }],
    ['defaultHeaders.0.name', { defaultHeaders: [{ name: 'Content-Length', value: '1' }] }],
    ['defaultHeaders.0.name', { defaultHeaders: [{ name: 'X Y', value: '1' }] }],
    ['defaultHeaders.0.value', { defaultHeaders: [{ name: 'X-A', value: 'a\r\nb: c' }] }],
    [
      'defaultHeaders.1.name',
      {
        defaultHeaders: [
          { name: 'X-A', value: '1' },
          { name: 'x-a', value: '2' },
        ],
      },
    ],
    [
      'defaultHeaders.0.name',
      {
        authentication: { type: 'bearer', token: 'placeholder' },
        defaultHeaders: [{ name: 'authorization', value: '1' }],
      },
    ],
    ['organizationId', { organizationId: '00000000-0000-7000-8000-000000000000' }],
    ['authentication.secret', { authentication: { type: 'none', secret: 'x' } }],
    ['__proto__', JSON.parse('{"__proto__": {"isAdmin": true}}')],
  ])('refuses a bad %s on its field, and stores nothing: %j', async (path, given) => {
    const call = await apiClient(await testOrganization())
    // Not spread, which would drop a key named __proto__.
    const body = JSON.stringify(endpoint()).slice(0, -1)
    const text =
      path === '__proto__'
        ? `${body},"__proto__":{"isAdmin":true}}`
        : JSON.stringify({ ...endpoint(), ...given })
    const { status, headers, body: answer } = await call('POST', '/endpoints', text)
    expect(status).toBe(400)
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(answer).toMatchObject({ code: 'invalid_input', status: 400, requestId: expect.any(String) })
    expect(answer.errors.map((error: { path: string }) => error.path)).toContain(path)
    expect((await call('GET', '/endpoints')).body.data).toEqual([])
  })

  it('refuses what is no JSON, is too big, too deep or of another type', async () => {
    const call = await apiClient(await testOrganization())
    const deep = `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`
    expect(await call('POST', '/endpoints', '{"name": ')).toMatchObject({ status: 400 })
    expect(await call('POST', '/endpoints', deep)).toMatchObject({ status: 400 })
    expect(await call('POST', '/endpoints', '[]')).toMatchObject({ status: 400 })
    expect(await call('POST', '/endpoints', `"${'x'.repeat(1_048_576)}"`)).toMatchObject({
      status: 413,
      body: { code: 'payload_too_large' },
    })
    expect(await call('POST', '/endpoints', 'name=x', { 'content-type': 'text/plain' })).toMatchObject({
      status: 415,
      body: { code: 'unsupported_media_type' },
    })
  })

  it('replaces an endpoint that is in use, which deleting refuses', async () => {
    const organization = await testOrganization()
    const call = await apiClient(organization)
    const { body: old } = await call('POST', '/endpoints', endpoint())
    const { body: other } = await call('POST', '/endpoints', endpoint({ name: 'Other' }))
    const { body: flow } = await call('POST', '/flows', flowUsing(old.id))
    const refused = await call('DELETE', `/endpoints/${old.id}`)
    expect(refused).toMatchObject({ status: 409, body: { code: 'in_use', usedBy: [{ flowId: flow.id }] } })
    expect(await call('POST', `/endpoints/${old.id}/replace`, { with: 'x' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'with' }] },
    })
    expect(await call('POST', `/endpoints/${old.id}/replace`, { with: other.id })).toMatchObject({
      status: 200,
      body: { id: other.id, usedBy: 1 },
    })
    expect((await call('GET', `/endpoints/${old.id}`)).status).toBe(404)
    expect((await call('GET', `/flows/${flow.id}`)).body.endpoints).toEqual([{ id: other.id, name: 'Other' }])
  })

  it('refuses bad filters', async () => {
    const call = await apiClient(await testOrganization())
    for (const query of [
      'limit=0',
      'limit=x',
      'auth=digest',
      'unused=maybe',
      'cursor=%21',
      'sort=name',
      'search=%00',
    ]) {
      expect((await call('GET', `/endpoints?${query}`)).status).toBe(400)
    }
  })

  it('answers 404 for addresses that are none, and 405 with Allow for methods that are none', async () => {
    const call = await apiClient(await testOrganization())
    expect(await call('GET', '/nothing')).toMatchObject({ status: 404, body: { code: 'not_found' } })
    const answer = await call('PUT', '/endpoints/1', {})
    expect(answer).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } })
    expect(answer.headers.get('allow')).toBe('GET, HEAD, PATCH, DELETE, OPTIONS')
  })

  it('answers HEAD like GET without a body, and OPTIONS without a token', async () => {
    const organization = await testOrganization()
    const call = await apiClient(organization)
    const { body: created } = await call('POST', '/endpoints', endpoint())
    const head = await call('HEAD', `/endpoints/${created.id}`)
    expect(head).toMatchObject({ status: 200, body: null })
    expect(head.headers.get('etag')).toBe('"1"')
    expect(await call('HEAD', '/endpoints/nonsense')).toMatchObject({ status: 404, body: null })
    const nobody = rawApiClient(organization.admin, null)
    const options = await nobody('OPTIONS', '/endpoints')
    expect(options).toMatchObject({ status: 204, body: null })
    expect(options.headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS')
    expect((await nobody('OPTIONS', '/nothing')).status).toBe(404)
    expect((await nobody('HEAD', '/endpoints')).status).toBe(401)
  })

  it('lets nobody in without a valid token', async () => {
    const { admin } = await testOrganization()
    for (const token of [null, '', 'slc_', `slc_${'A'.repeat(43)}`, 'x']) {
      const answer = await rawApiClient(admin, token)('GET', '/endpoints')
      expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
      expect(answer.headers.get('www-authenticate')).toContain('Bearer')
    }
  })

  it('gives tokens the rights of their role', async () => {
    const organization = await testOrganization()
    const { body: created } = await (await apiClient(organization))('POST', '/endpoints', endpoint())
    const [viewer, editor] = [
      await apiClient(organization, 'viewer'),
      await apiClient(organization, 'editor'),
    ]
    for (const call of [viewer, editor]) {
      expect((await call('GET', `/endpoints/${created.id}`)).body.authentication.fingerprint).toBeNull()
      expect((await call('POST', '/endpoints', endpoint())).status).toBe(403)
      expect((await call('PATCH', `/endpoints/${created.id}`, { version: 1 })).status).toBe(403)
      expect((await call('DELETE', `/endpoints/${created.id}`)).status).toBe(403)
    }
    expect((await viewer('POST', `/endpoints/${created.id}/test`, {})).status).toBe(403)
  })

  it('gives another organization’s token the same answer as for an id that never was', async () => {
    const { body: created } = await (
      await apiClient(await testOrganization())
    )('POST', '/endpoints', endpoint())
    const stranger = await apiClient(await testOrganization())
    for (const id of [created.id, '00000000-0000-7000-8000-000000000000', 'x']) {
      for (const [method, path, body] of [
        ['GET', ''],
        ['PATCH', '', { version: 1 }],
        ['DELETE', ''],
        ['GET', '/usage'],
        ['POST', '/test', {}],
      ] as const) {
        const { status, body: answer } = await stranger(method, `/endpoints/${id}${path}`, body)
        expect([status, answer.code, answer.detail]).toEqual([
          404,
          'not_found',
          'We can’t find that, or you don’t have access to it.',
        ])
      }
    }
    expect((await stranger('GET', '/endpoints')).body.data).toEqual([])
  })
})
