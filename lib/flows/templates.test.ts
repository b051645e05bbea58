import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateJson, evaluateLeaves } from './json-templates'
import { limitSize } from './limit-size'
import { TemplateError } from './template-error'
import {
  evaluateTemplate,
  findReferences,
  isSingleOutput,
  templateProblem,
  type TemplateScope,
} from './templates'
import { anyText } from './testing/any-text'

function scope(input: Record<string, unknown> = {}, steps: Record<string, unknown> = {}): TemplateScope {
  return { input, vars: { n: 7 }, steps, run: { id: 'r1', startedAt: '2026-01-02T03:04:05.000Z' } }
}

function failureOf(work: () => unknown): unknown {
  try {
    work()
    return null
  } catch (error) {
    return error
  }
}

const json = fc.jsonValue({ depthSize: 'small' })

describe('a field that is exactly one output', () => {
  it('keeps the type of its value, whatever it is', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(evaluateTemplate('{{ input.x }}', scope({ x: value }))).toEqual(value)
      }),
    )
  })

  it('finds the same as with a filter behind it, down whatever path, or misses the same', () => {
    const part = fc.constantFrom(
      'a',
      'b',
      'size',
      'first',
      'last',
      'length',
      'constructor',
      '__proto__',
      '0',
      '-1',
    )
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        leaf,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(part, tie('value'), { maxKeys: 4 }),
      ),
    }))
    const result = (output: string, x: unknown) => {
      try {
        return { value: evaluateTemplate(output, scope({ a: x, b: x })) }
      } catch (error) {
        return error instanceof TemplateError ? { message: error.message } : { error }
      }
    }
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), value, (parts, x) => {
        const path = `input${parts.map((name) => `["${name}"]`).join('')}`
        const filtered = result(`{{ ${path} | json }}`, x)
        const expected = 'value' in filtered ? { value: JSON.parse(String(filtered.value)) } : filtered
        expect(result(`{{ ${path} }}`, x)).toEqual(expected)
      }),
      { numRuns: 2_000 },
    )
  })

  it('keeps the type that its filters make', () => {
    expect(evaluateTemplate('{{ vars.n | plus: 1 }}', scope())).toBe(8)
    expect(isSingleOutput('{{ vars.n | plus: 1 }}')).toBe(true)
    expect(isSingleOutput(' {{ vars.n }}')).toBe(false)
  })
})

describe('a value', () => {
  it('is never a part of itself, whatever is kept of all of them', () => {
    const given = scope({ list: [1] })
    for (const template of ['{{ vars }}', '{{ steps }}', '{{ input.list | push: vars }}', '{{ vars.all }}']) {
      given.vars.all = evaluateTemplate(template, given)
      given.steps.all = given.vars.all
      expect(() => JSON.stringify(given)).not.toThrow()
    }
    expect(evaluateTemplate('{{ vars }}', given)).toEqual(given.vars)
  })

  it('is what JSON can say', () => {
    const given = scope({ empty: [] })
    expect(evaluateTemplate('{{ input.empty | first }}', given)).toBeNull()
    expect(evaluateTemplate('{{ 1 | divided_by: 0 }}', given)).toBeNull()
    expect(evaluateTemplate('{{ input.empty | push: 1 }}', given)).toEqual([1])
  })

  it('may be as large as an answer, and no larger, however often it holds the same', () => {
    const text = 'x'.repeat(1_000_000)
    expect(limitSize(Array(16).fill(text))).toHaveLength(16)
    expect(() => limitSize(Array(17).fill(text))).toThrow('16 MiB')
    let doubled: unknown[] = ['x']
    for (let times = 0; times < 60; times++) doubled = [doubled, doubled]
    expect(() => limitSize(doubled)).toThrow('16 MiB')
    let nested: unknown[] = []
    for (let times = 0; times < 400; times++) nested = [nested]
    expect(limitSize(nested)).toBe(nested)
    for (let times = 0; times < 100_000; times++) nested = [nested]
    expect(() => limitSize(nested)).toThrow('too deeply')
  })
})

describe('running text', () => {
  it('takes values in as they would be written', () => {
    const given = scope({ s: 'a', n: 1.5, o: { b: [true, null] }, e: null })
    expect(evaluateTemplate('{{ input.s }}-{{ input.n }}-{{ input.o }}-{{ input.e }}.', given)).toBe(
      'a-1.5-{"b":[true,null]}-.',
    )
  })

  it('is itself where nothing is a template', () => {
    fc.assert(
      fc.property(
        anyText().filter((text) => !text.includes('{{') && !text.includes('{%')),
        (text) => {
          expect(evaluateTemplate(text, scope())).toBe(text)
        },
      ),
    )
  })

  it('shows braces that are written as a text', () => {
    expect(evaluateTemplate(`{{ '{{' }} and 100{% off`, scope())).toBe('{{ and 100{% off')
  })
})

describe('references', () => {
  it('fail by name when nothing is there', () => {
    for (const reference of ['input.custmer', 'steps.gone.body', 'vars.x', 'secrets', 'run.id.x']) {
      const fill = () => evaluateTemplate(`a {{ ${reference} }}`, scope())
      expect(fill).toThrow(TemplateError)
      expect(fill).toThrow(reference)
    }
  })

  it('may be missing before `default`', () => {
    expect(evaluateTemplate('{{ input.q | default: "d" }}', scope())).toBe('d')
  })

  it('of a value inside null are null, as the error of a step that succeeded', () => {
    expect(evaluateTemplate('{{ steps.get.error.code }}', scope({}, { get: { error: null } }))).toBeNull()
  })

  it('reach own fields only', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype']) {
      expect(() => evaluateTemplate(`{{ input.${name} }}`, scope({}))).toThrow(TemplateError)
      expect(() => evaluateTemplate(`{{ input["${name}"] }}`, scope({}))).toThrow(TemplateError)
      expect(() => evaluateTemplate(`{{ ${name} }}`, scope({}))).toThrow(TemplateError)
    }
  })

  it('are found with their places, also as arguments and inside brackets', () => {
    const text = 'x {{ input.a | append: vars.b }} {{ steps.c["d e"][0][input.f] | default: 1 }}'
    const found = findReferences(text)
    expect(found.map(({ path }) => path)).toEqual([
      ['input', 'a'],
      ['vars', 'b'],
      ['steps', 'c', 'd e', '0', null],
      ['input', 'f'],
    ])
    for (const { text: own, begin, end } of found) expect(text.slice(begin, end)).toBe(own)
    expect(found.map(({ optional }) => optional)).toEqual([false, false, true, false])
  })
})

describe('what can’t be read', () => {
  it.each([
    ['{{ input.x', 'no }}'],
    ['{{ }}', 'can’t be read'],
    ['{{ a b }}', 'can’t be read'],
    ['{{ input. }}', 'can’t be read'],
    ['{{ input.x | nope }}', '“nope”'],
    ['{% if input.x %}y{% endif %}', 'Tags'],
    ['{%- assign x = 1 -%}', 'Tags'],
    ['{% include "/etc/passwd" %}', 'Tags'],
  ])('%s says why', (text, why) => {
    expect(templateProblem(text)).toContain(why)
    expect(() => evaluateTemplate(text, scope())).toThrow(TemplateError)
  })

  it('never fails in any other way', () => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      '{%',
      '%}',
      'input',
      '.',
      '[',
      ']',
      '"',
      '|',
      ' ',
      'x',
      '(',
      '..',
      ')',
      ':',
      '-',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const outcome = failureOf(() => evaluateTemplate(pieces.join(''), scope({ x: 1 })))
        expect(outcome === null || outcome instanceof TemplateError).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  it('stops what would use up memory', () => {
    expect(() => evaluateTemplate('{{ (1..999999999) }}', scope())).toThrow(TemplateError)
    const many = '{{ input.x }}'.repeat(500)
    expect(() => evaluateTemplate(many, scope({ x: 'y'.repeat(100_000) }))).toThrow(TemplateError)
  })
})

describe('a JSON body', () => {
  it('can’t be broken by any value', () => {
    fc.assert(
      fc.property(anyText(), json, (text, value) => {
        const body = evaluateJson(
          '{"text": "{{ input.text }}", "mixed": "<{{ input.text }}>", "value": ["{{ input.value }}"]}',
          scope({ text, value }),
        )
        const sent: unknown = JSON.parse(JSON.stringify(body))
        expect(sent).toEqual({ text, mixed: `<${text}>`, value: [JSON.parse(JSON.stringify(value))] })
      }),
    )
  })

  it('may be one value as a whole', () => {
    expect(evaluateJson(' {{ input.list }}\n', scope({ list: [1] }))).toEqual([1])
  })

  it('that is no JSON says so', () => {
    expect(() => evaluateJson('{"id": {{ input.x }}}', scope({ x: 1 }))).toThrow('quotes')
    expect(() => evaluateJson('{"id": }', scope())).toThrow('not valid JSON')
  })

  it('keeps fields with dangerous names as fields', () => {
    const body = evaluateJson(
      '{"__proto__": {"admin": "{{ input.x }}"}, "constructor": 1}',
      scope({ x: true }),
    )
    expect(JSON.stringify(body)).toBe('{"__proto__":{"admin":true},"constructor":1}')
    expect((body as { admin?: unknown }).admin).toBeUndefined()
    expect(({} as { admin?: unknown }).admin).toBeUndefined()
  })

  it('names the place of a reference that leads nowhere', () => {
    const fill = () => evaluateLeaves({ a: [{ b: '{{ input.gone }}' }] }, scope())
    expect(fill).toThrow(expect.objectContaining({ path: 'a.0.b', reference: 'input.gone' }))
  })

  it('refuses nesting without end', () => {
    expect(() => evaluateJson(`${'['.repeat(50_000)}${']'.repeat(50_000)}`, scope())).toThrow(TemplateError)
  })
})
