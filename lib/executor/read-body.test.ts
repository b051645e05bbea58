import { describe, expect, it } from 'vitest'
import { readBody } from './read-body'

const utf8 = (text: string) => new TextEncoder().encode(text)

describe('readBody', () => {
  it.each([
    ['application/json', '{"a":[1]}', { a: [1] }],
    ['application/problem+json; charset=utf-8', 'null', null],
    ['application/json', '"text"', 'text'],
    ['application/json', '\ufeff{"bom":true}', { bom: true }],
    ['application/json', '{"broken":', '{"broken":'],
    ['text/plain', '{"a":1}', { a: 1 }],
    [null, '[1,2]', [1, 2]],
    ['text/plain', '12', '12'],
    ['text/html', '{"a":1}', '{"a":1}'],
    ['application/unknown', 'text all the same', 'text all the same'],
    ['image/svg+xml', '<svg/>', '<svg/>'],
  ])('reads %s %j', (contentType, text, value) => {
    expect(readBody(utf8(text), contentType)).toMatchObject({ value, encoding: 'utf8', isBroken: false })
  })

  it('decodes the charset that the answer names, and the mark at its beginning', () => {
    expect(readBody(Uint8Array.of(0xe4, 0x80), 'text/plain; charset=windows-1252').value).toBe('ä€')
    expect(readBody(Uint8Array.of(0xff, 0xfe, 0x61, 0), 'text/plain; charset=utf-8').value).toBe('a')
    expect(readBody(Uint8Array.of(0xc3, 0xa4), 'text/plain; charset=nonsense').value).toBe('ä')
    expect(readBody(Uint8Array.of(0xc3, 0x28), 'text/plain').value).toBe('\ufffd(')
  })

  it('keeps binary as base64, with its type and size', () => {
    const bytes = Uint8Array.of(0x89, 0x50, 0, 0xff)
    const value = { contentType: 'image/png', bytes: 4, base64: 'iVAA/w==' }
    expect(readBody(bytes, 'image/png')).toEqual({
      value,
      shown: 'iVAA/w==',
      encoding: 'base64',
      isBroken: false,
    })
    expect(readBody(bytes, 'application/unknown').encoding).toBe('base64')
    expect(readBody(utf8('text'), 'application/octet-stream').encoding).toBe('base64')
  })

  it('has no value for an empty body', () => {
    expect(readBody(new Uint8Array(), 'application/json')).toMatchObject({ value: null, isBroken: false })
  })

  it('obeys a format that the call insists on', () => {
    expect(readBody(utf8('{"a":1}'), 'application/json', 'text').value).toBe('{"a":1}')
    expect(readBody(utf8('12'), 'text/html', 'json').value).toBe(12)
    expect(readBody(utf8('<p>'), 'text/html', 'json')).toMatchObject({ value: '<p>', isBroken: true })
  })

  it('takes JSON that is nested beyond use for text', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    expect(readBody(utf8(deep), 'application/json').value).toBe(deep)
    const brackets = JSON.stringify(['['.repeat(1_000), '\\"[['])
    expect(readBody(utf8(brackets), 'application/json').value).toEqual(JSON.parse(brackets))
  })
})
