import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nodeDataSchemas } from '@/lib/flows/schema'
import { anyText } from '@/lib/flows/testing/any-text'
import { buildUrl } from '@/lib/http/build-url'
import { SendFailure } from '@/lib/http/failures'
import { prepareRequest } from './prepare-request'
import { StepFailure } from './step-failure'
import { testEndpoint } from './testing/run-flow'

function prepare(call: Record<string, unknown>, input: Record<string, unknown> = {}) {
  const data = nodeDataSchemas.apiCall.parse({ key: 'call', label: 'Call', ...call })
  const run = { id: 'r1', startedAt: '2026-01-02T03:04:05.000Z' }
  return prepareRequest(data, testEndpoint(), { input, vars: {}, steps: {}, run })
}

function urlOf({ baseUrl, path, query }: ReturnType<typeof prepare>): URL {
  return buildUrl(baseUrl, path, query)
}

describe('the path', () => {
  it('takes each value as one segment, or refuses it', () => {
    fc.assert(
      fc.property(anyText(), (value) => {
        try {
          const url = urlOf(prepare({ path: '/users/{{ input.v }}/orders' }, { v: value }))
          expect(url.origin).toBe('https://api.example.com')
          expect(url.search + url.hash).toBe('')
          const segments = url.pathname.split('/')
          expect(segments).toHaveLength(5)
          expect(decodeURIComponent(segments[3] ?? '')).toBe(value.toWellFormed())
          expect([...segments.slice(0, 3), segments[4]]).toEqual(['', 'v1', 'users', 'orders'])
        } catch (error) {
          // Dots, however encoded, and empty values are refused instead.
          if (!(error instanceof StepFailure || error instanceof SendFailure)) throw error
          expect(value === '' || /\.|%|\u0000/.test(value)).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })

  it.each(['..', '.', '../admin', '%2e%2e', '%252e%252e/', '..;x', '..\\'])(
    'refuses the value %j',
    (value) => {
      expect(() => urlOf(prepare({ path: '/users/{{ input.v }}' }, { v: value }))).toThrow(SendFailure)
    },
  )

  it('takes numbers, and a query that was written into it', () => {
    const request = prepare(
      { path: '/users/{{ input.id }}?q={{ input.q }}&e={{ input.e }}' },
      { id: 7, q: 'a&b=c', e: '' },
    )
    expect(urlOf(request).href).toBe('https://api.example.com/v1/users/7?q=a%26b%3Dc&e=')
  })
})

describe('the query', () => {
  it('takes each value as one value, whatever it is', () => {
    fc.assert(
      fc.property(anyText(), (value) => {
        const request = prepare(
          {
            query: [
              { name: 'a b', value: 'x{{ input.v }}' },
              { name: 'c', value: '1' },
            ],
          },
          { v: value },
        )
        const pairs = [...urlOf(request).searchParams]
        expect(pairs).toEqual([
          ['a b', `x${value.toWellFormed()}`],
          ['c', '1'],
        ])
      }),
    )
  })

  it('leaves out what is switched off', () => {
    expect(prepare({ query: [{ name: 'a', value: '{{ input.gone }}', enabled: false }] }).query).toEqual([])
  })
})

describe('headers', () => {
  it('never carry a value with a control character', () => {
    fc.assert(
      fc.property(anyText(), (value) => {
        const fill = () => prepare({ headers: [{ name: 'X-Trace', value: 't {{ input.v }}' }] }, { v: value })
        if (/^[\t\x20-\x7e]*$/.test(value))
          expect(fill().headers).toEqual([{ name: 'X-Trace', value: `t ${value}` }])
        else expect(fill).toThrow(/Header “X-Trace”/)
      }),
    )
  })
})

describe('the body', () => {
  it('as JSON is what was meant, whatever the values hold', () => {
    fc.assert(
      fc.property(anyText(), (value) => {
        const { body } = prepare(
          {
            method: 'POST',
            body: { type: 'json', content: '{"id": "{{ input.v }}", "n": [1, "<{{ input.v }}>"]}' },
          },
          { v: value },
        )
        expect(body?.contentType).toBe('application/json')
        expect(JSON.parse(String(body?.content))).toEqual({ id: value, n: [1, `<${value}>`] })
      }),
    )
  })

  it('as a form is encoded', () => {
    const { body } = prepare(
      { body: { type: 'form', fields: [{ name: 'a b', value: '{{ input.v }}' }] } },
      { v: '1&b=ü' },
    )
    expect(body).toEqual({ contentType: 'application/x-www-form-urlencoded', content: 'a+b=1%26b%3D%C3%BC' })
  })

  it('as text is as it is', () => {
    const { body } = prepare(
      { body: { type: 'text', content: 'a {{ input.v }}\n', contentType: 'text/csv' } },
      { v: '"' },
    )
    expect(body).toEqual({ contentType: 'text/csv', content: 'a "\n' })
    expect(prepare({ body: { type: 'none' } }).body).toBeNull()
  })

  it('names the field that can’t be filled in', () => {
    const fill = () => prepare({ body: { type: 'json', content: '{"a": {"b": "{{ input.gone }}"}}' } })
    expect(fill).toThrow('Body, at “a.b”: There is no value “input.gone”.')
  })
})
