import { describe, expect, it } from 'vitest'
import { sessionCookie } from './cookies'

describe('sessionCookie', () => {
  it.each([
    'https://sluice.example.com',
    'http://localhost:3000',
    'http://app.localhost:3000',
    'http://127.0.0.1:3000',
    'http://[::1]:3000',
  ])('is bound to the host at %s', (appUrl) => {
    expect(sessionCookie(appUrl)).toEqual({
      name: '__Host-sluice-session',
      options: { httpOnly: true, sameSite: 'lax', path: '/', secure: true },
    })
  })

  it.each([
    'http://192.0.2.1:3000',
    'http://sluice.lan',
    'http://localhost.example.com',
    'http://127.example.com',
  ])('has a plain name at %s, where browsers would drop it otherwise', (appUrl) => {
    expect(sessionCookie(appUrl)).toMatchObject({ name: 'sluice-session', options: { secure: false } })
  })
})
