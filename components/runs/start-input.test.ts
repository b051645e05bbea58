import { describe, expect, test } from 'vitest'
import { initialText, inputText, parseInput, type StartInput } from './start-input'

const input = (type: StartInput['type'], required = true): StartInput => ({ name: 'id', type, required })

describe('a typed value', () => {
  test.each<[StartInput['type'], string, unknown]>([
    ['string', ' 12 ', ' 12 '],
    ['number', ' 12.5 ', 12.5],
    ['boolean', 'false', false],
    ['object', '{"a": 1}', { a: 1 }],
    ['array', '[1]', [1]],
  ])('of an input that is %s', (type, text, value) => {
    expect(parseInput(input(type), text)).toEqual({ value })
  })

  test.each<[StartInput['type'], string]>([
    ['number', 'twelve'],
    ['number', '"12"'],
    ['number', '1e400'],
    ['boolean', '1'],
    ['object', '[1]'],
    ['object', 'null'],
    ['array', '{}'],
  ])('is refused as %s when it is %s', (type, text) => {
    expect(parseInput(input(type), text).error).toBeDefined()
  })

  test('may only be missing where it is optional', () => {
    expect(parseInput(input('string'), '')).toEqual({ error: 'Enter id.' })
    expect(parseInput(input('number'), ' ')).toEqual({ error: 'Enter id.' })
    expect(parseInput(input('string', false), '')).toEqual({})
    expect(parseInput(input('number', false), '')).toEqual({})
  })

  test('comes back as it was typed', () => {
    expect(inputText(input('string'), 'a "b"')).toBe('a "b"')
    expect(inputText(input('number'), 0)).toBe('0')
    expect(inputText(input('boolean'), false)).toBe('false')
    expect(inputText(input('array'), undefined)).toBe('')
  })
})

describe('the form that starts a run begins', () => {
  const optional: StartInput = { ...input('string', false), sample: 'Ann' }
  const required: StartInput = { ...input('string'), sample: 'Ann' }

  test('with the samples before the first run', () => {
    expect(initialText(optional, null)).toBe('Ann')
    expect(initialText(required, null)).toBe('Ann')
  })

  test('with what the last run was started with', () => {
    expect(initialText(required, { id: 'Bob' })).toBe('Bob')
    expect(initialText(optional, { id: 'Bob' })).toBe('Bob')
  })

  test('with nothing for what was left empty then', () => {
    expect(initialText(optional, {})).toBe('')
    expect(initialText(optional, { id: null })).toBe('')
    expect(initialText({ ...optional, name: 'constructor' }, {})).toBe('')
  })

  test('with the sample for what the last run can’t have been asked for, or doesn’t tell', () => {
    expect(initialText(required, {})).toBe('Ann')
    expect(initialText(optional, { id: '[REDACTED]' })).toBe('Ann')
  })
})
