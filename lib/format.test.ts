import { describe, expect, it } from 'vitest'
import {
  formatBytes,
  formatDateTime,
  formatDuration,
  formatList,
  formatNumber,
  formatRelativeTime,
  formatTime,
  plural,
  readerLocale,
} from './format'

describe('readerLocale', () => {
  it.each([
    ['en-GB,en;q=0.9', 'en-GB'],
    ['de-CH,de;q=0.9,en;q=0.8', 'en-CH'],
    ['de', 'en-DE'],
    ['*', 'en-US'],
    ['not a locale', 'en-US'],
    ['', 'en-US'],
    [null, 'en-US'],
  ])('%s gives %s', (header, locale) => {
    expect(readerLocale(header)).toBe(locale)
  })
})

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [184, '184 ms'],
    [999.4, '999 ms'],
    [999.5, '1 s'],
    [2_400, '2.4 s'],
    [59_949, '59.9 s'],
    [59_950, '1 min'],
    [65_000, '1 min 5 s'],
    [3_600_000, '1 h'],
    [7_380_000, '2 h 3 min'],
  ])('%d ms is %s', (ms, text) => {
    expect(formatDuration('en-US', ms)).toBe(text)
  })
})

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [999.5, '1 kB'],
    [12_400, '12.4 kB'],
    [999_499, '999 kB'],
    [999_500, '1 MB'],
    [5_000_000_000, '5 GB'],
    [7e12, '7,000 GB'],
  ])('%d is %s', (bytes, text) => {
    expect(formatBytes('en-US', bytes)).toBe(text)
  })
})

describe('formatRelativeTime', () => {
  const now = new Date('2026-01-15T12:00:00Z')
  const ago = (seconds: number) => formatRelativeTime('en-US', new Date(now.getTime() - seconds * 1_000), now)

  it.each([
    [0, 'just now'],
    [44, 'just now'],
    [45, '1 min. ago'],
    [59, '1 min. ago'],
    [119, '1 min. ago'],
    [120, '2 min. ago'],
    [3_599, '59 min. ago'],
    [3_600, '1 hr. ago'],
    [86_400, 'yesterday'],
    [3 * 86_400, '3 days ago'],
    [-120, 'in 2 min.'],
  ])('%d s ago is %s', (seconds, text) => {
    expect(ago(seconds)).toBe(text)
  })
})

it('follows the region of the reader', () => {
  expect(formatNumber('en-DE', 1_234.5)).toBe('1.234,5')
  expect(formatDateTime('en-GB', new Date('2026-02-03T16:05:06Z'), 'UTC')).toBe('3 Feb 2026, 16:05:06')
  expect(formatTime('en-GB', new Date('2026-02-03T16:05:06Z'), 'UTC')).toBe('16:05:06')
  expect(formatTime('en-US', new Date('2026-02-03T16:05:06Z'), 'UTC')).toMatch(/^4:05:06\sPM$/)
  expect(formatList('en-GB', ['a', 'b', 'c'])).toBe('a, b and c')
})

it('counts with the right form of the noun', () => {
  expect([0, 1, 2, 1_200].map((count) => plural(count, 'flow', 'flows'))).toEqual([
    '0 flows',
    '1 flow',
    '2 flows',
    '1,200 flows',
  ])
})
