import { describe, expect, it } from 'vitest'
import { readProblem } from './sign-on-problems'

const issuer = 'https://sso.example.com/tenant'

describe('readProblem', () => {
  it('says nothing where nothing went wrong', () => {
    expect(readProblem(issuer, undefined, undefined)).toBeNull()
  })

  it('names the provider as people know it', () => {
    expect(readProblem(issuer, 'denied', undefined)).toEqual({
      code: 'forbidden',
      message: 'The sign-in at sso.example.com was canceled or refused.',
      requestId: '',
      retryAfterSeconds: null,
    })
  })

  it.each(['failed', 'Configuration', '', 'constructor', '__proto__', ['denied', 'denied']])(
    'has one sentence for what it doesn’t know: %j',
    (error) => {
      expect(readProblem(issuer, error, undefined)?.message).toBe(
        'Signing in with sso.example.com failed. Try again.',
      )
    },
  )

  it('shows a request id and no other text from an address', () => {
    const id = '0190a0b0-0000-7000-8000-000000000000'
    expect(readProblem(issuer, 'failed', id)?.requestId).toBe(id)
    for (const other of ['call 555-1234', [id, id], '']) {
      expect(readProblem(issuer, 'failed', other)?.requestId).toBe('')
    }
  })
})
