import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from './read-json'

const parse = (text: string) => parseJson(Buffer.from(text), 'application/json')

describe('a number in a body', () => {
  it.each(['1e309', '-1E+400', '{"a":[1e0400]}', `${'9'.repeat(299)}e10`, '1'.padEnd(310, '0'), '1e999999'])(
    'is refused beyond what a number holds: %s',
    (text) => {
      expect(() => parse(text)).toThrow('A number in the body is too large, beyond ±1.8e308.')
    },
  )

  it('is taken up to that, and so are texts that look like more', () => {
    expect(parse('{"most":1.7976931348623157e308,"least":1e-400}')).toEqual({
      most: Number.MAX_VALUE,
      least: 0,
    })
    expect(parse('["1e400", 12e0000300]')).toEqual(['1e400', 12e300])
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(parse(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})
