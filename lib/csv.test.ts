import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvLine } from './csv'
import { parseCsv } from './testing/parse-csv'

const cell = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', '\t', '=', '+', '-', '@', "'", 'a') }),
)

describe('csvLine', () => {
  it('is read back as it was, but for what a spreadsheet would compute', () => {
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
        const expected = rows.map((row) =>
          row.map((text) => (/^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text)),
        )
        expect(parseCsv(rows.map(csvLine).join(''))).toEqual(expected)
      }),
    )
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1'])('makes %j text', (text) => {
    expect(parseCsv(csvLine([text, 'x']))).toEqual([[`'${text}`, 'x']])
  })

  it('quotes only what needs it, and ends in CR LF', () => {
    expect(csvLine(['a', null, 'b c', 'd,e', 'f"g', 'h\ni'])).toBe('a,,b c,"d,e","f""g","h\ni"\r\n')
  })
})
