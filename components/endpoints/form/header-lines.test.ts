import { expect, it } from 'vitest'
import { headerLines, headersFromLines } from './header-lines'

const before = [
  { name: 'Accept', value: 'text/html', secret: false },
  { name: 'X-Stored', value: null, secret: true },
  { name: 'X-Typed', value: 'typed', secret: true },
]

it('writes what has text and leaves stored secrets out', () => {
  expect(headerLines(before)).toBe('Accept: text/html\nX-Typed: typed')
})

it('reads the lines back, keeping stored secrets and what is secret', () => {
  expect(headersFromLines('accept:a: b\r\n\n x-typed : new \nX-More', before)).toEqual([
    { name: 'X-Stored', value: null, secret: true },
    { name: 'accept', value: 'a: b', secret: false },
    { name: 'x-typed', value: 'new', secret: true },
    { name: 'X-More', value: '', secret: false },
  ])
})
