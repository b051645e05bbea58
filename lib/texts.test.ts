import { expect, it } from 'vitest'
import { nameSchema } from './texts'

it.each([
  ['  Orders  ', 'Orders'],
  ['Cafe\u0301', 'Café'],
  ['👩\u200d💻', '👩\u200d💻'],
  ['\u202aمرحبا\u202c', '\u202aمرحبا\u202c'],
  ['x'.repeat(80), 'x'.repeat(80)],
])('takes %j as a name', (given, name) => {
  expect(nameSchema.parse(given)).toBe(name)
})

it.each([
  ['', 'Enter a name.'],
  [' \n ', 'Enter a name.'],
  ['\u200b\u2060', 'Enter a name.'],
  ['two\nlines', 'Remove the control characters, such as line breaks.'],
  ['half \ud800', 'Remove the characters that are not valid Unicode text.'],
  ['x'.repeat(81), 'Use at most 80 characters.'],
])('refuses %j', (given, message) => {
  expect(nameSchema.safeParse(given).error?.issues.map((issue) => issue.message)).toEqual([message])
})
