import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { buildUrl } from '@/lib/http/build-url'
import { unlessRefused } from '@/lib/http/testing/requests'
import { baseUrlAdvice, baseUrlProblem, normalizeBaseUrl, originOf } from '@/lib/http/url-rules'

// Hundreds of random cases take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const base = 'https://api.example.com/v1'

describe('joins', () => {
  test.each([
    [base, '', 'https://api.example.com/v1'],
    [base, '/', 'https://api.example.com/v1/'],
    [base, '/customers', 'https://api.example.com/v1/customers'],
    [base, 'customers', 'https://api.example.com/v1/customers'],
    [`${base}/`, '/customers/', 'https://api.example.com/v1/customers/'],
    ['https://api.example.com', '', 'https://api.example.com/'],
    ['https://API.example.com:443', '/a', 'https://api.example.com/a'],
    [base, '/a?x=1', 'https://api.example.com/v1/a?x=1'],
    [base, '/projects/p:run', 'https://api.example.com/v1/projects/p:run'],
    [base, '/a b', 'https://api.example.com/v1/a%20b'],
    [base, '/a ', 'https://api.example.com/v1/a%20'],
    [base, '/100%', 'https://api.example.com/v1/100%25'],
    [base, '/a%2Fb', 'https://api.example.com/v1/a%2Fb'],
    [base, '/ü', 'https://api.example.com/v1/%C3%BC'],
    [base, '/a..b/...', 'https://api.example.com/v1/a..b/...'],
    [base, '.evil.test/', 'https://api.example.com/v1/.evil.test/'],
    ['https://api.example.com', '.evil.test/', 'https://api.example.com/.evil.test/'],
    ['https://api.example.com', '@evil.test/', 'https://api.example.com/@evil.test/'],
    ['https://api.example.com', ':80@evil.test/', 'https://api.example.com/:80@evil.test/'],
  ])('%s + %j', (baseUrl, path, expected) => expect(buildUrl(baseUrl, path, []).href).toBe(expected))

  test('query names and values are encoded for their place', () => {
    const query = [
      { name: 'a b', value: 'x&y=z' },
      { name: 'é', value: '+#?/' },
      { name: '__proto__', value: '\ud800' },
    ]
    expect(buildUrl(base, '/s?first=1', query).search).toBe(
      '?first=1&a%20b=x%26y%3Dz&%C3%A9=%2B%23%3F%2F&__proto__=%EF%BF%BD',
    )
  })
})

describe('refuses', () => {
  test.each([
    ...[
      '//evil.test',
      '/\\evil.test',
      '\\\\evil.test',
      'https://evil.test',
      'HTTPS://evil.test',
      'x+y://evil.test',
    ],
    ...[
      '/..',
      '/../x',
      '/a/../b',
      '/./a',
      '..',
      '/%2e%2e/x',
      '/%2E%2e',
      '/.%2e/',
      '/%252e%252e/',
      '/%25252e%25252e/',
    ],
    ...['/a%2f..%2fb', '/..%2fx', '/..%5cx', '/..;/x', '/..;a=b/x', '/%2e%2e%3b/x', '/a%00/../b'],
    ...['/a\nb', '/a\tb', '/a\0b', '/#x', `/${'x'.repeat(2048)}`],
  ])('%j', (path) => {
    expect(() => buildUrl(base, path, [])).toThrow(expect.objectContaining({ code: 'invalid_request' }))
  })
})

test('no path and no query leaves the origin or the base path, whatever unicode they hold', () => {
  const pieces = fc.constantFrom(
    '..',
    '.',
    '/',
    '\\',
    '%2e',
    '%2f',
    '%252e',
    '@',
    ':',
    '//',
    '?',
    '#',
    ';',
    'evil.test',
    '\t',
    ' ',
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 8 }).map((list) => list.join('')),
  )
  fc.assert(
    fc.property(text, fc.array(fc.record({ name: text, value: text }), { maxLength: 3 }), (path, query) => {
      const url = unlessRefused(() => buildUrl(base, path, query))
      if (!url) return
      expect(url.origin).toBe('https://api.example.com')
      expect(url.pathname === '/v1' || url.pathname.startsWith('/v1/')).toBe(true)
      expect(url.href).toMatch(/^[\x21-\x7e]+$/)
      expect(new URL(url.href).href).toBe(url.href)
    }),
  )
})

test('a query arrives as it was given', () => {
  const pair = fc.record({ name: fc.string({ unit: 'grapheme' }), value: fc.string({ unit: 'grapheme' }) })
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 5 }), (query) => {
      const { searchParams } = buildUrl(base, '/search', query)
      expect([...searchParams]).toEqual(query.map(({ name, value }) => [name, value]))
    }),
  )
})

test('text outside ASCII is still read right after thousands of calls', () => {
  const problems = Array.from({ length: 20_000 }, () => baseUrlProblem('https://bücher.example/ä'))
  expect(problems.filter((problem) => problem !== null)).toEqual([])
})

describe('base URLs', () => {
  test.each([
    ['https://api.example.com/v1/', null, 'https://api.example.com/v1'],
    ['  HTTP://API.Example.com:80  ', null, 'http://api.example.com'],
    ['https://api.example.com:8443', null, 'https://api.example.com:8443'],
    ['https://bücher.example/ä', null, 'https://xn--bcher-kva.example/%C3%A4'],
    ['http://127.0.0.1:4010', null, 'http://127.0.0.1:4010'],
    ['', 'invalid_url', null],
    ['api.example.com', 'invalid_url', null],
    ['https:api.example.com', 'invalid_url', null],
    ['https:///api.example.com', 'invalid_url', null],
    ['https://a\\b', 'invalid_url', null],
    ['https://api.example.com/\ud800', 'invalid_url', null],
    ['ftp://api.example.com', 'forbidden_scheme', null],
    ['https://u:p@api.example.com/v2?x#y', 'user_info', 'https://api.example.com/v2'],
    ['https://@api.example.com', 'user_info', 'https://api.example.com'],
    ['https://api.example.com/v2?', 'query', 'https://api.example.com/v2'],
    ['https://api.example.com/v2#', 'fragment', 'https://api.example.com/v2'],
    ['https://api.example.com/a/../b', 'forbidden_path', 'https://api.example.com/b'],
    ['https://api.example.com/%252e%252e/b', 'forbidden_path', null],
  ])('%j', (text, reason, other) => {
    const problem = baseUrlProblem(text)
    expect(problem?.reason ?? null).toBe(reason)
    expect(problem ? (problem.suggestion ?? null) : normalizeBaseUrl(text)).toBe(other)
  })

  test('what the operator might permit is advice, not a problem', () => {
    expect(baseUrlAdvice('https://api.example.com')).toBeNull()
    expect(baseUrlAdvice('http://127.1')).toMatchObject({ reason: 'forbidden_address' })
    expect(baseUrlAdvice('http://localhost:3000')).toMatchObject({ reason: 'forbidden_name' })
    expect(baseUrlAdvice('http://api.example.com:25')).toMatchObject({ reason: 'forbidden_port' })
  })

  test('the origin is scheme, host and port', () => {
    expect(originOf('https://API.example.com:443/v1')).toBe('https://api.example.com')
    expect(originOf('http://api.example.com:443/v1')).toBe('http://api.example.com:443')
  })

  test('a normalized one is stable', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: false }), (text) => {
        if (baseUrlProblem(text)) return
        const normalized = normalizeBaseUrl(text)
        expect(baseUrlProblem(normalized)).toBeNull()
        expect(normalizeBaseUrl(normalized)).toBe(normalized)
      }),
    )
  })
})
