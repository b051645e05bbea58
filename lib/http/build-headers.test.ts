import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { buildHeaders, credentialHeader } from '@/lib/http/build-headers'
import { requestTo, unlessRefused } from '@/lib/http/testing/requests'
import type { Credential, HeaderField, OutboundRequest } from '@/lib/http/types'

// Hundreds of random cases take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const build = (changes: Partial<OutboundRequest>) => buildHeaders(requestTo('https://x', changes))
const field = (name: string, value = 'v'): HeaderField => ({ name, value })
const valueOf = (fields: HeaderField[], name: string) =>
  fields.filter((item) => item.name.toLowerCase() === name)

describe('the credential', () => {
  test.each<[Credential, HeaderField | null]>([
    [{ type: 'none' }, null],
    [{ type: 'bearer', token: 'abc.DEF-1' }, field('Authorization', 'Bearer abc.DEF-1')],
    [{ type: 'apiKey', headerName: 'X-API-Key', key: 'raw key' }, field('X-API-Key', 'raw key')],
    [{ type: 'apiKey', headerName: 'Authorization', key: 'raw' }, field('Authorization', 'raw')],
    [
      { type: 'basic', username: 'Aladdin', password: 'open sesame' },
      field('Authorization', 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=='),
    ],
    [{ type: 'basic', username: 'test', password: '123£' }, field('Authorization', 'Basic dGVzdDoxMjPCow==')],
    [{ type: 'basic', username: 'key', password: '' }, field('Authorization', 'Basic a2V5Og==')],
  ])('%j', (credential, expected) => expect(credentialHeader(credential)).toEqual(expected))

  test.each<Credential>([
    { type: 'bearer', token: '' },
    { type: 'bearer', token: 'a b' },
    { type: 'bearer', token: 'a\r\nX: y' },
    { type: 'bearer', token: 'ä' },
    { type: 'apiKey', headerName: 'Host', key: 'k' },
    { type: 'apiKey', headerName: 'X Y', key: 'k' },
    { type: 'apiKey', headerName: 'X-Key', key: ' ' },
    { type: 'apiKey', headerName: 'X-Key', key: 'k\n' },
    { type: 'basic', username: 'a:b', password: 'c' },
    { type: 'basic', username: 'a', password: 'c\u0000' },
  ])('refuses %j and does not quote it', (credential) => {
    expect(() => credentialHeader(credential)).toThrow(expect.objectContaining({ code: 'invalid_request' }))
  })

  test('comes last and is listed as secret', () => {
    const { fields, secretHeaderNames } = build({
      credential: { type: 'apiKey', headerName: 'X-Key', key: 'k' },
      defaultHeaders: [field('X-Version')],
      headers: [field('X-Trace')],
    })
    expect(fields.at(-1)).toEqual(field('X-Key', 'k'))
    expect(secretHeaderNames).toEqual(['x-key'])
  })
})

describe('one source for each name', () => {
  test('a step overrides an ordinary default header, in any case', () => {
    const { fields } = build({
      defaultHeaders: [field('X-Version', '1')],
      headers: [field('x-version', '2')],
    })
    expect(valueOf(fields, 'x-version')).toEqual([field('x-version', '2')])
  })

  test('a step overrides what Sluice would send by itself', () => {
    const body = { contentType: 'application/json', content: '{}' }
    const { fields } = build({
      body,
      headers: [field('content-type', 'application/x'), field('ACCEPT', 'a/b')],
    })
    expect(valueOf(fields, 'content-type')).toEqual([field('content-type', 'application/x')])
    expect(valueOf(fields, 'accept')).toEqual([field('ACCEPT', 'a/b')])
  })

  const xml = { defaultHeaders: [field('content-type', 'application/xml')] }
  const form = { contentType: 'application/x-www-form-urlencoded', content: 'a=b' }

  test('the type of the body stands above a default header, which is not about this body', () => {
    const { fields } = build({ ...xml, body: form })
    expect(valueOf(fields, 'content-type')).toEqual([field('Content-Type', form.contentType)])
  })

  test('a default header may say which JSON, or which text, where the step does not', () => {
    const typeOf = (type: string, contentType: string) => {
      const { fields } = build({
        defaultHeaders: [field('Content-Type', type)],
        body: { contentType, content: '{}' },
      })
      return valueOf(fields, 'content-type').map(({ value }) => value)
    }
    expect(typeOf('application/vnd.api+json', 'application/json')).toEqual(['application/vnd.api+json'])
    expect(typeOf('application/xml', 'application/json')).toEqual(['application/json'])
    expect(typeOf('application/xml', 'text/plain; charset=utf-8')).toEqual(['application/xml'])
    expect(typeOf('application/xml', 'text/csv')).toEqual(['text/csv'])
  })

  test('a step overrides both the type of its body and a default header', () => {
    const { fields } = build({ ...xml, body: form, headers: [field('Content-Type', 'text/csv')] })
    expect(valueOf(fields, 'content-type')).toEqual([field('Content-Type', 'text/csv')])
  })

  test('a default header says the type where there is no body, and where it is a secret', () => {
    const secret = { ...xml, body: form, secretHeaderNames: ['Content-Type'] }
    for (const request of [xml, secret]) {
      expect(valueOf(build(request).fields, 'content-type')).toEqual(xml.defaultHeaders)
    }
  })

  const bearer: Credential = { type: 'bearer', token: 't' }
  test.each<[string, Partial<OutboundRequest>]>([
    [
      'a default header named as the credential',
      { credential: bearer, defaultHeaders: [field('authorization')] },
    ],
    ['a step header named as the credential', { credential: bearer, headers: [field('AUTHORIZATION')] }],
    [
      'a secret default header overridden',
      { defaultHeaders: [field('X-S')], secretHeaderNames: ['X-S'], headers: [field('x-s')] },
    ],
    [
      'a header that is always secret overridden',
      { defaultHeaders: [field('Cookie')], headers: [field('cookie')] },
    ],
    ['two default headers of one name', { defaultHeaders: [field('a'), field('A')] }],
    ['two step headers of one name', { headers: [field('a'), field('A')] }],
    ['a managed header', { headers: [field('Transfer-Encoding', 'chunked')] }],
    ['accept-encoding', { headers: [field('Accept-Encoding', 'zstd')] }],
    ['more than 50', { headers: Array.from({ length: 51 }, (_, index) => field(`x${index}`)) }],
    ['more than 16 KiB', { headers: ['a', 'b', 'c'].map((name) => field(name, 'x'.repeat(8000))) }],
  ])('refuses %s', (_what, changes) => {
    expect(() => build(changes)).toThrow(expect.objectContaining({ code: 'invalid_request' }))
  })

  test('50 headers of their own besides ours are fine', () => {
    const headers = Array.from({ length: 50 }, (_, index) => field(`x${index}`))
    expect(build({ headers, credential: bearer }).fields).toHaveLength(54)
  })

  test('without authentication a step may send an Authorization header, which then counts as secret', () => {
    expect(build({ headers: [field('Authorization', 'x')] }).secretHeaderNames).toEqual(['authorization'])
  })
})

test('whatever is given, what comes out is plain or nothing', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.constantFrom('__proto__', 'constructor', 'X-A', 'Host'),
  )
  fc.assert(
    fc.property(fc.array(fc.record({ name: text, value: text })), (headers) => {
      const fields = unlessRefused(() =>
        build({ headers, credential: { type: 'bearer', token: 'real' } }),
      )?.fields
      if (!fields) return
      expect(valueOf(fields, 'authorization')).toEqual([field('Authorization', 'Bearer real')])
      expect(new Set(fields.map((item) => item.name.toLowerCase())).size).toBe(fields.length)
      for (const item of fields) {
        expect(item.name).toMatch(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/)
        expect(item.value).toMatch(/^([\x21-\x7e]([\t\x20-\x7e]*[\x21-\x7e])?)?$/)
      }
    }),
  )
})
