import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { instantsOf, isDay } from './days'

const own = process.env.TZ
afterEach(() => {
  process.env.TZ = own
})

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Pacific/Kiritimati',
  'Asia/Kolkata',
]

/** The day that a wall calendar in the current zone shows. */
function localDay(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

describe.each(zones)('in %s', (zone) => {
  it('the days from one to another hold exactly the moments whose date is between', () => {
    process.env.TZ = zone
    const moment = fc.date({
      min: new Date('1971-01-01T00:00:00Z'),
      max: new Date('2100-01-01T00:00:00Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(moment, moment, moment, (a, b, at) => {
        const [from, to] = [localDay(a), localDay(b)]
        const instants = instantsOf({ from, to })
        const isWithin =
          Date.parse(instants.from ?? '') <= at.getTime() && at.getTime() < Date.parse(instants.to ?? '')
        expect(isWithin).toBe(from <= localDay(at) && localDay(at) <= to)
      }),
      { numRuns: 300 },
    )
  })
})

it('a day on which the clocks change has as many hours as it has', () => {
  process.env.TZ = 'Europe/Berlin'
  const hours = (day: string) => {
    const { from = '', to = '' } = instantsOf({ from: day, to: day })
    return (Date.parse(to) - Date.parse(from)) / 3_600_000
  }
  expect([hours('2026-03-29'), hours('2026-06-01'), hours('2026-10-25')]).toEqual([23, 24, 25])
})

it('takes days only', () => {
  for (const text of [
    '',
    'x',
    '2026-02-30',
    '2026-13-01',
    '2026-00-10',
    '0026-01-01',
    '9999-12-31',
    '2026-1-1',
  ]) {
    expect({ text, isDay: isDay(text), instants: instantsOf({ from: text, to: text }) }).toEqual({
      text,
      isDay: false,
      instants: {},
    })
  }
  expect(isDay('2024-02-29')).toBe(true)
  expect(instantsOf({ from: null, to: null })).toEqual({})
})
