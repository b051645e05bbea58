import { act, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { ActionError } from '@/lib/action-result'
import { signInAgain } from './sign-in-again'
import { SignedOutDialog } from './signed-out-dialog'

const signedOut = new ActionError({
  code: 'unauthenticated',
  message: 'Sign in to continue.',
  fieldErrors: [],
  details: {},
  requestId: 'r1',
  retryAfterSeconds: null,
})
const assign = vi.spyOn(window.location, 'assign').mockImplementation(() => {})
const objections = new AbortController()
afterEach(() => assign.mockClear())

it('leads to the sign-in page and back when nothing is lost by it', () => {
  render(<SignedOutDialog />)
  act(() => signInAgain(signedOut))
  expect(assign).toHaveBeenCalledOnce()
  expect(assign.mock.calls[0]?.[0]).toMatch(/^\/sign-in\?callbackUrl=.*&reason=expired$/)
  expect(screen.queryByRole('alertdialog')).toBeNull()
})

it('stays on a page with unsaved changes and says so', () => {
  window.addEventListener('beforeunload', (event) => event.preventDefault(), { signal: objections.signal })
  render(<SignedOutDialog />)
  act(() => signInAgain(signedOut))
  objections.abort()
  expect(assign).not.toHaveBeenCalled()
  expect(screen.getByRole('alertdialog')).toHaveProperty(
    'textContent',
    expect.stringMatching(/You were signed out/),
  )
})

it('leaves other errors alone', () => {
  signInAgain(new Error('offline'))
  expect(assign).not.toHaveBeenCalled()
})
