import { describe, expect, it } from 'vitest'
import { isOwnOrigin, requireOwnOrigin } from './own-origin'

const appUrl = 'https://sluice.example.com'
const asked = (headers: Record<string, string>, url = appUrl) => isOwnOrigin(new Headers(headers), url)

describe('isOwnOrigin', () => {
  it('lets our own pages through', () => {
    expect(asked({ origin: appUrl })).toBe(true)
    expect(asked({ 'sec-fetch-site': 'same-origin' })).toBe(true)
  })

  const foreign: Record<string, string>[] = [
    { origin: 'https://evil.example.com' },
    { origin: 'https://sluice.example.com.evil.example.com' },
    { origin: 'http://sluice.example.com' },
    { origin: 'https://sluice.example.com:8443' },
    { origin: 'https://SLUICE.example.com/' },
    { origin: 'null' },
    { origin: '' },
    {},
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'none' },
    { origin: 'null', 'sec-fetch-site': 'same-origin' },
    { origin: 'https://evil.example.com', 'x-forwarded-host': 'evil.example.com', host: 'evil.example.com' },
  ]
  it.each(foreign)('refuses %j', (headers) => {
    expect(asked(headers)).toBe(false)
    expect(() => requireOwnOrigin(new Headers(headers), appUrl)).toThrow(
      'This request came from another site',
    )
  })

  it('knows the three spellings of a loopback address, at the same port', () => {
    const local = 'http://localhost:3000'
    for (const origin of [local, 'http://127.0.0.1:3000', 'http://[::1]:3000']) {
      expect(asked({ origin }, local)).toBe(true)
    }
    for (const origin of ['http://localhost:3001', 'https://localhost:3000', 'http://127.0.0.2:3000']) {
      expect(asked({ origin }, local)).toBe(false)
    }
    expect(asked({ origin: 'http://localhost' }, appUrl)).toBe(false)
  })
})
