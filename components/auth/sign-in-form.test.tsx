import { act, cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { SignInForm } from './sign-in-form'

const start = vi.hoisted(() => vi.fn<(input: { callbackUrl: string }) => Promise<unknown>>())
vi.mock('@/lib/auth/actions', () => ({ startSingleSignOnAction: start }))

beforeEach(() => void start.mockReset())
afterEach(cleanup)

const form = (given: Partial<Parameters<typeof SignInForm>[0]> = {}) => (
  <SignInForm
    callbackUrl="/invite/abc"
    signedOut={false}
    insecure={false}
    provider="sso.example.com"
    problem={null}
    {...given}
  />
)
const button = () => screen.getByRole('button', { name: 'Continue with sso.example.com' })
const refused = (error: object) => ({ ok: false, error: { fieldErrors: [], details: {}, ...error } })

it('offers a provider only where there is one', () => {
  render(form({ provider: null }))
  expect(screen.queryByRole('button', { name: /^Continue/ })).toBeNull()
  expect(screen.getByRole('button', { name: 'Sign in' })).toBeTruthy()
})

it('leads back to where the person was going', async () => {
  start.mockReturnValue(new Promise(() => {}))
  render(form())
  await userEvent.click(button())
  expect(start).toHaveBeenCalledExactlyOnceWith({ callbackUrl: '/invite/abc' })
  // Busy until the provider's page is here, or this one is shown again by the Back button.
  await userEvent.click(button())
  expect(start).toHaveBeenCalledOnce()
  act(() => void window.dispatchEvent(new Event('pageshow')))
  expect(button().getAttribute('aria-busy')).toBeNull()
})

it('says what went wrong at the provider, until something else is tried', async () => {
  const body = { code: 'unavailable', retryAfterSeconds: null } as const
  start.mockResolvedValue(refused({ ...body, message: 'Second problem.', requestId: 'r2' }))
  render(form({ problem: { ...body, message: 'First problem.', requestId: 'r1' } }))
  expect(screen.getByRole('alert').textContent).toContain('First problem.Request id r1')
  await userEvent.click(button())
  expect(screen.getByRole('alert').textContent).toContain('Second problem.Request id r2')
  expect(button().getAttribute('aria-busy')).toBeNull()
})

it('shows a request id only of what the log knows more of', () => {
  const problem = {
    code: 'forbidden',
    message: 'Refused.',
    requestId: 'r1',
    retryAfterSeconds: null,
  } as const
  render(form({ problem }))
  expect(screen.getByRole('alert').textContent).toBe('Refused.')
})
