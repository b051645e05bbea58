import { describe, expect, test } from 'vitest'
import type { Endpoint } from '@/lib/endpoints/schema'
import type { NodeData } from '@/lib/flows/schema'
import { inheritedHeader, isOverridden } from './api-call/header-rules'
import { previewRequest } from './preview-request'

const secret = { isSet: true, fingerprint: null, setAt: null, setBy: null }
const endpoint: Endpoint = {
  id: 'ep-1',
  name: 'Billing API',
  description: '',
  baseUrl: 'https://api.example.com/v2',
  defaultHeaders: [
    { name: 'X-Version', secret: false, value: '1' },
    { name: 'X-Tenant', secret: true, value: null, ...secret },
  ],
  authentication: { type: 'bearer', ...secret },
  connectTimeoutSeconds: 60,
  responseTimeoutSeconds: 60,
  allowInsecure: false,
  redirects: 'none',
  isDemo: false,
  usedBy: 0,
  lastTest: null,
  version: 1,
  createdAt: '',
  createdBy: '',
  updatedAt: '',
  updatedBy: '',
}
const call: NodeData<'apiCall'> = {
  key: 'get_user',
  label: 'Get user',
  endpointId: 'ep-1',
  method: 'POST',
  path: '/users/{{ input.id }}',
  query: [{ name: 'expand', value: 'orders & more' }],
  headers: [{ name: 'x-version', value: '2' }],
  body: { type: 'json', content: '{"id": "{{ input.id }}"}' },
}
const values = { input: { id: 'a/b' }, vars: {}, steps: {}, run: { id: '', startedAt: '' } }

describe('the request that a step would send', () => {
  test('is the real one, secrets masked', () => {
    const preview = previewRequest(call, endpoint, values)
    expect(preview).toMatchObject({
      ok: true,
      method: 'POST',
      url: 'https://api.example.com/v2/users/a%2Fb?expand=orders%20%26%20more',
      body: '{"id":"a/b"}',
    })
    const headers = preview.ok ? preview.headers : []
    expect(headers).toContainEqual({ name: 'x-version', value: '2' })
    expect(headers).toContainEqual({ name: 'X-Tenant', value: '••••' })
    expect(headers.at(-1)).toEqual({ name: 'Authorization', value: 'Bearer ••••' })
  })

  test('says why it can’t be built', () => {
    const preview = previewRequest({ ...call, path: '/{{ steps.none.body }}' }, endpoint, values)
    expect(preview).toEqual({ ok: false, message: 'Path: There is no value “steps.none.body”.' })
    expect(previewRequest({ ...call, path: '/../x' }, endpoint, values)).toMatchObject({ ok: false })
  })
})

describe('a header of the step', () => {
  test('may override a plain default header', () => {
    expect(inheritedHeader('x-version', endpoint)?.name).toBe('X-Version')
    expect(isOverridden('X-Version', [{ name: 'x-version' }])).toBe(true)
    expect(isOverridden('X-Version', [{ name: 'x-version', enabled: false }])).toBe(false)
  })
})
