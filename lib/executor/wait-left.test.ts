import { describe, expect, it } from 'vitest'
import { waitLeft } from './wait-left'

const minute = 60_000
const began = Date.parse('2026-01-02T03:04:05.000Z')
const hour = { ms: 60 * minute, until: began + 60 * minute }

describe('what is left of a wait that was taken up again', () => {
  const died = (ageMs: number) => ({ hasWaited: false, ageMs })

  it('is all of the time until then, when the run was not laid aside', () => {
    expect(waitLeft(hour, died(minute), began + minute)).toBe(59 * minute)
    expect(waitLeft(hour, died(90 * minute), began + 20 * minute)).toBe(40 * minute)
    expect(waitLeft(hour, died(90 * minute), began + 61 * minute)).toBeLessThanOrEqual(0)
  })

  it('is nothing when the queue gave it back after the wait, however far behind the clock is', () => {
    expect(waitLeft(hour, { hasWaited: true, ageMs: 60 * minute }, began - 10 * minute)).toBe(0)
  })

  it('is no more than the wait, when the clock is behind', () => {
    expect(waitLeft(hour, died(minute), began - 10 * minute)).toBe(60 * minute)
  })

  it('is no less than the run is too young for, when the clock is ahead', () => {
    expect(waitLeft(hour, died(minute), began + 90 * minute)).toBe(59 * minute)
  })
})
