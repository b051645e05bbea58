import fc from 'fast-check'
import { expect, it } from 'vitest'
import { timeText } from './time-text'

it('writes every time as the platform does, whatever it was asked for before', () => {
  // Times that share places among what is remembered, before and after 1970.
  const time = fc.integer({ min: -2_000, max: 2_000 }).map((ms) => new Date(ms))
  fc.assert(
    fc.property(fc.array(fc.oneof(time, fc.date({ noInvalidDate: true })), { maxLength: 200 }), (dates) => {
      expect(dates.map(timeText)).toEqual(dates.map((date) => date.toISOString()))
    }),
  )
})

it('refuses what is no time', () => {
  expect(() => timeText(new Date(Number.NaN))).toThrow(RangeError)
})
