import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { startEchoServer } from '@/lib/testing/echo-server'
import { testServices } from '@/lib/testing/organization'
import { providerFetch } from './provider-fetch'

describe('providerFetch', () => {
  it('sends what an OAuth client asks with', async () => {
    const server = await startEchoServer()
    const ask = providerFetch(testServices({ allow: server.allow }).sender, server.origin)
    const response = await ask(`${server.origin}/token?x=%2F`, {
      method: 'POST',
      headers: { authorization: 'Basic abc', accept: 'application/json' },
      body: new URLSearchParams({ code: 'a b' }),
    })
    expect(await response.json()).toMatchObject({
      method: 'POST',
      url: '/token?x=%2F',
      headers: {
        authorization: 'Basic abc',
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
        'content-length': '8',
      },
    })
  })

  it('answers with what the provider meant, and not with how it was sent', async () => {
    const server = await startEchoServer((_request, response) => {
      response.writeHead(401, {
        'content-encoding': 'gzip',
        'set-cookie': ['a=1', 'b=2'],
        'www-authenticate': 'Basic',
      })
      response.end(gzipSync('{"error":"invalid_client"}'))
    })
    const ask = providerFetch(testServices({ allow: server.allow }).sender, server.origin)
    const response = await ask(server.origin)
    expect([response.status, await response.json()]).toEqual([401, { error: 'invalid_client' }])
    expect([...response.headers.keys()]).not.toEqual(expect.arrayContaining(['set-cookie']))
    expect(response.headers.get('content-encoding')).toBeNull()
    expect(response.headers.get('www-authenticate')).toBe('Basic')
  })

  it('asks nothing over plain http for an issuer that is reached over https', async () => {
    const server = await startEchoServer()
    const ask = providerFetch(testServices({ allow: server.allow }).sender, 'https://sso.example.com')
    await expect(ask(`${server.origin}/token`)).rejects.toThrow('would not be encrypted')
    expect(server.received).toEqual([])
  })

  it('follows no redirect', async () => {
    const server = await startEchoServer((_request, response) => {
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    const ask = providerFetch(testServices({ allow: server.allow }).sender, server.origin)
    expect((await ask(server.origin)).status).toBe(302)
    expect(server.received).toHaveLength(1)
  })
})
