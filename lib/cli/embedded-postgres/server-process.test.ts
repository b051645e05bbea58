import { describe, expect, it } from 'vitest'
import { untilAccepting } from './server-process'

describe('untilAccepting', () => {
  it('waits for a socket that is not there yet', async () => {
    let looks = 0
    const isThere = () => looks++ === 0
    expect(await untilAccepting('postgres:///none?host=/nowhere&user=nobody', 30_000, isThere)).toBe(false)
  })
})
