import { describe, expect, it } from 'vitest'
import type { Endpoint } from '@/lib/endpoints/schema'
import { sampleEndpoint } from './form/sample-endpoint'
import { type EndpointFilter, matchEndpoints, sortEndpoints } from './match-endpoints'

const passed = { ok: true, statusCode: 200, code: null, at: '2026-01-03T00:00:00Z' }
const none = { ...sampleEndpoint().authentication, type: 'none', isSet: false } as const
const plain = { defaultHeaders: [] }
const billing = sampleEndpoint({ ...plain, id: '1', name: 'Billing 10', lastTest: passed, usedBy: 2 })
const failing = sampleEndpoint({
  ...plain,
  id: '2',
  name: 'billing 9',
  lastTest: { ...passed, ok: false },
  updatedAt: '2026-02-01T00:00:00Z',
})
const missing = sampleEndpoint({
  ...plain,
  id: '3',
  name: 'Mail',
  authentication: { ...sampleEndpoint().authentication, isSet: false },
})
const open = sampleEndpoint({ ...plain, id: '4', name: 'Open', description: 'Weather', authentication: none })
const all = [billing, failing, missing, open]

const ids = (endpoints: Endpoint[]) => endpoints.map(({ id }) => id).join('')

describe('matchEndpoints', () => {
  it.each<[EndpointFilter, string]>([
    [{}, '1234'],
    [{ search: 'BILL 10' }, '1'],
    [{ search: 'weather' }, '4'],
    [{ search: 'api.example' }, '1234'],
    [{ search: 'nowhere' }, ''],
    [{ auth: 'none' }, '4'],
    [{ status: 'ok' }, '1'],
    [{ status: 'failing' }, '2'],
    [{ status: 'needs_secret' }, '3'],
    [{ status: 'untested' }, '4'],
    [{ unused: true }, '234'],
  ])('%o finds “%s”', (filter, expected) => {
    expect(ids(matchEndpoints(all, filter))).toBe(expected)
  })
})

describe('sortEndpoints', () => {
  it.each([
    ['name', 'asc', '2134'],
    ['name', 'desc', '4312'],
    ['status', 'asc', '2341'],
    ['used', 'desc', '1234'],
    ['updated', 'desc', '2134'],
  ] as const)('by %s, %s', (sort, order, expected) => {
    expect(ids(sortEndpoints(all, sort, order))).toBe(expected)
  })
})
