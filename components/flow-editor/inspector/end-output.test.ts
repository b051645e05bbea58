import { expect, test } from 'vitest'
import { outputRows, parseOutput, rowsToOutput } from './end-output'

test('rows stand for an output of texts only', () => {
  expect(outputRows({ a: '{{ input.a }}', b: '' })).toEqual([
    { name: 'a', value: '{{ input.a }}' },
    { name: 'b', value: '' },
  ])
  expect(outputRows({ a: { b: '1' } })).toBeNull()
})

test('rows become an output in their order, empty ones left out', () => {
  const rows = [
    { name: 'b', value: '1' },
    { name: '', value: '' },
    { name: 'a', value: '2' },
  ]
  expect(rowsToOutput(rows)).toEqual({ output: { b: '1', a: '2' } })
})

test('two rows of one name make no output', () => {
  const rows = [
    { name: 'a', value: '1' },
    { name: 'a', value: '2' },
  ]
  expect(rowsToOutput(rows)).toEqual({ duplicate: 'a' })
})

test('a JSON text has to be an object', () => {
  expect(parseOutput('{"a": ["{{ input.a }}"]}')).toEqual({ output: { a: ['{{ input.a }}'] } })
  expect(parseOutput(' ')).toEqual({ output: {} })
  expect(parseOutput('[1]')).toHaveProperty('error')
  expect(parseOutput('{"a": {{ input.a }}}')).toHaveProperty('error')
})
