import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDemoUpstream } from './upstream'

const token = randomBytes(16).toString('hex')
let server: Server
let origin: string

beforeAll(async () => {
  server = await startDemoUpstream(0, token)
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('not listening')
  origin = `http://127.0.0.1:${address.port}`
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
})

const call = (path: string, init: RequestInit = {}) =>
  fetch(origin + path, { redirect: 'manual', ...init, headers: { authorization: `Bearer ${token}` } })

describe('the demo API', () => {
  it('answers nothing without its token', async () => {
    for (const authorization of ['', `Bearer ${token}x`, token]) {
      const response = await fetch(`${origin}/orders/ord_1001`, { headers: { authorization } })
      expect(response.status).toBe(401)
    }
  })

  it('knows orders and their customers', async () => {
    const order = (await (await call('/orders/ord_1001')).json()) as { customerId: string }
    expect(order.customerId).toBe('cus_1')
    expect(await (await call(`/customers/${order.customerId}`)).json()).toMatchObject({
      name: 'Ada Lindqvist',
    })
    expect(((await (await call('/orders')).json()) as { data: unknown[] }).data).toHaveLength(3)
    expect((await call('/orders/ord_0')).status).toBe(404)
    expect((await call('/orders/%E0%A4%A')).status).toBe(400)
  })

  it('echoes what it was sent', async () => {
    const response = await call('/echo/a?b=c', { method: 'POST', body: 'hello' })
    expect(await response.json()).toMatchObject({ method: 'POST', query: { b: 'c' }, body: 'hello' })
  })

  it('fails as asked, with and without /status', async () => {
    for (const code of [401, 403, 404, 429, 500]) {
      expect((await call(`/status/${code}`)).status).toBe(code)
      expect((await call(`/${code}`)).status).toBe(code)
    }
    expect((await call('/429')).headers.get('retry-after')).toBe('2')
  })

  it('is flaky twice, then works', async () => {
    const codes = []
    for (let number = 0; number < 6; number++) codes.push((await call('/flaky?key=test')).status)
    expect(codes).toEqual([503, 503, 200, 503, 503, 200])
  })

  it('is slow, drips, is large and redirects', async () => {
    const startedAt = performance.now()
    expect(await (await call('/slow?seconds=0.3')).json()).toEqual({ waitedSeconds: 0.3 })
    expect(performance.now() - startedAt).toBeGreaterThan(290)
    expect(await (await call('/drip?seconds=1')).text()).toBe('line 1 of 1\n')
    const large = await (await call('/large?bytes=3000000')).text()
    expect(large.length).toBeGreaterThan(3_000_000)
    expect(JSON.parse(large)).toHaveProperty('rows')
    expect((await call('/redirect')).headers.get('location')).toBe('/orders')
  })
})
