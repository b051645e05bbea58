import fc from 'fast-check'
import { expect, test } from 'vitest'
import { prettyJson } from './pretty-json'

test('lays any JSON out as JSON.stringify would', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(prettyJson(text)).toBe(JSON.stringify(JSON.parse(text), null, 2))
    }),
  )
})

test('keeps every digit of a number and every escape', () => {
  expect(prettyJson('{"id":12345678901234567890,"e":1.0e2,"s":"\\u00e9\\"{"}')).toBe(
    '{\n  "id": 12345678901234567890,\n  "e": 1.0e2,\n  "s": "\\u00e9\\"{"\n}',
  )
})

test('says so when a text is not JSON', () => {
  expect(prettyJson('<html>')).toBeNull()
  expect(prettyJson('')).toBeNull()
})
