import { describe, expect, it } from 'vitest'
import { createRateLimits } from '@/lib/rate-limits'
import { upstreamFlow } from '@/lib/runs/testing/upstream-flow'
import { rawApiClient } from '@/lib/testing/api'
import { startEchoServer } from '@/lib/testing/echo-server'
import { testDatabase } from '@/lib/testing/database'
import { testOrganization, testServices } from '@/lib/testing/organization'
import { createToken } from '@/lib/tokens/create-token'

/** Two processes on one database, each with counters of its own making, and a token of an organization. */
async function twoInstances(services = testServices()) {
  const organization = await testOrganization(services)
  const { admin } = organization
  const { token, id: tokenId } = await createToken(admin, { name: 'Busy', role: 'admin' })
  const instance = () => {
    const rateLimits = createRateLimits(testDatabase().$client)
    return { rateLimits, call: rawApiClient({ ...admin, rateLimits }, token) }
  }
  return { organization, tokenId, one: instance(), other: instance() }
}

describe('the rate limits of the REST API', () => {
  it('allow 120 writes to endpoints in a minute, for all instances and tokens together', async () => {
    const { organization, one, other } = await twoInstances()
    const { orgId } = organization.admin
    const uses = Array.from({ length: 118 }, () => one.rateLimits.take('endpoint_writes', orgId))
    await Promise.all(uses)
    const created = await one.call('POST', '/endpoints', { name: 'A', baseUrl: 'https://api.example.com' })
    expect(created.status).toBe(201)
    const path = `/endpoints/${created.body.id}`
    expect((await other.call('PATCH', path, { version: 1, name: 'B' })).status).toBe(200)

    for (const { call } of [one, other]) {
      const refused = await call('DELETE', path)
      expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited', status: 429 } })
      expect(refused.headers.get('content-type')).toBe('application/problem+json')
      const seconds = Number(refused.headers.get('retry-after'))
      expect(seconds).toBeGreaterThan(0)
      expect(seconds).toBeLessThanOrEqual(60)
      expect((await call('GET', path)).status).toBe(200)
    }
    const stranger = await twoInstances()
    const theirs = { name: 'A', baseUrl: 'https://api.example.com' }
    expect((await stranger.one.call('POST', '/endpoints', theirs)).status).toBe(201)
  })

  it('allow 30 tests in a minute for each token', async () => {
    const upstream = await startEchoServer()
    const { organization, tokenId, one, other } = await twoInstances(testServices({ allow: upstream.allow }))
    const { body: endpoint } = await one.call('POST', '/endpoints', { name: 'A', baseUrl: upstream.origin })
    await Promise.all(Array.from({ length: 30 }, () => one.rateLimits.take('endpoint_tests', tokenId)))
    const refused = await other.call('POST', `/endpoints/${endpoint.id}/test`, {})
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    const { token } = await createToken(organization.admin, { name: 'Another', role: 'admin' })
    const calm = rawApiClient({ ...organization.admin, rateLimits: one.rateLimits }, token)
    expect(await calm('POST', `/endpoints/${endpoint.id}/test`, {})).toMatchObject({
      status: 200,
      body: { ok: true },
    })
    expect(upstream.received).toHaveLength(1)
  })

  it('allow as many runs in a minute as the operator says, for each organization', async () => {
    const { organization, flowId, server } = await upstreamFlow()
    const { token } = await createToken(organization.admin, { name: 'Busy', role: 'editor' })
    const instance = () => {
      const rateLimits = createRateLimits(testDatabase().$client, 2)
      const call = rawApiClient({ ...organization.editor, rateLimits }, token)
      return (headers: Record<string, string> = {}) =>
        call('POST', `/flows/${flowId}/runs?version=draft`, {}, headers)
    }
    const [one, other] = [instance(), instance()]
    const first = await one({ 'idempotency-key': 'first' })
    expect(first.status).toBe(200)
    expect((await other({ prefer: 'respond-async' })).status).toBe(202)
    for (const run of [one, other]) {
      const refused = await run()
      expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
      expect(refused.body.detail).toMatch(/^Too many runs/)
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
      const repeated = await run({ 'idempotency-key': 'first' })
      expect(repeated).toMatchObject({ status: 200, body: { id: first.body.id } })
    }
    expect(server.requests).toHaveLength(1)

    const stranger = await upstreamFlow()
    const rateLimits = createRateLimits(testDatabase().$client, 2)
    const theirs = rawApiClient(
      { ...stranger.organization.editor, rateLimits },
      (await createToken(stranger.organization.admin, { name: 'Calm', role: 'editor' })).token,
    )
    const theirRun = await theirs('POST', `/flows/${stranger.flowId}/runs?version=draft`, {})
    expect(theirRun.status).toBe(200)
  })
})
