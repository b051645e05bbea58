import { expect, test } from 'vitest'
import { delayEnd, remainingMs } from './delay-time'
import { at, sampleRecord } from './testing/sample-run'

const delay = (input: unknown) => sampleRecord({ nodeId: 'wait', type: 'delay', input })

test('the end of a delay is in its input, and other steps have none', () => {
  expect(delayEnd(delay({ seconds: 30, until: at(30) }))).toBe(at(30))
  expect(delayEnd(delay(null))).toBeNull()
})

test('what is left is counted in whole seconds down to none', () => {
  const now = Date.parse(at(0))
  expect(remainingMs(at(30), now)).toBe(30_000)
  expect(remainingMs(at(30), now + 29_001)).toBe(1_000)
  expect(remainingMs(at(30), now + 30_000)).toBe(0)
  expect(remainingMs(at(30), now + 99_000)).toBe(0)
})
