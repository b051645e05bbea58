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

function urlUnlessRefused(call: Record<string, unknown>, v: string): URL | null {
  try {
    return urlOf(prepare(call, { v }))
  } catch (error) {
    if (error instanceof StepFailure || error instanceof SendFailure) return null
    throw error
  }
}

describe('a JSON body', () => {
  it('that is one value which is not there is null', () => {
    const body = { type: 'json', content: '{{ input.list | first }}' }
    expect(prepare({ method: 'POST', body }, { list: [] }).body?.content).toBe('null')
  })

  it('that would be too large to send is refused, by its name', () => {
    const content = JSON.stringify(Array(60).fill('{{ input.big }}'))
    const asked = () => prepare({ method: 'POST', body: { type: 'json', content } }, { big: 'x'.repeat(1e6) })
    expect(asked).toThrow(StepFailure)
    expect(asked).toThrow('Body: This would become too large, over 16 MiB.')
  })
})

describe('the path', () => {
  it('takes each value as one segment, or refuses it', () => {
    fc.assert(
      fc.property(anyText(), (value) => {
        const url = urlUnlessRefused({ path: '/users/{{ input.v }}/orders' }, value)
        // Dots, however encoded, and empty values are refused.
        const mayBeRefused = value === '' || value.includes('.') || value.includes('%')
        expect(url !== null || mayBeRefused).toBe(true)
        const [, base, users, own = '', orders, ...more] = url?.pathname.split('/') ?? []
        const where = url && [
          url.origin,
          base,
          users,
          decodeURIComponent(own),
          orders,
          more.length,
          url.search + url.hash,
        ]
        const meant = ['https://api.example.com', 'v1', 'users', value.toWellFormed(), 'orders', 0, '']
        expect(where ?? meant).toEqual(meant)
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
  const fill = (v: string) =>
    prepare({ headers: [{ name: 'X-Trace', value: 't {{ input.v }}' }] }, { v }).headers

  it('never carry a value with a control character, and say which it was', () => {
    const control = fc.integer({ min: 0, max: 0x1f }).filter((code) => code !== 9)
    fc.assert(
      fc.property(anyText(), control, anyText(), (before, code, after) => {
        expect(() => fill(before + String.fromCharCode(code) + after)).toThrow(/^Header “X-Trace”/)
      }),
    )
  })

  it('carry anything else that one line of ASCII can hold', () => {
    const visible = fc.string({
      unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    })
    fc.assert(
      fc.property(visible, (value) => {
        expect(fill(value)).toEqual([{ name: 'X-Trace', value: `t ${value}` }])
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
