import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { RetryCountdown } from './retry-countdown'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const shown = () => screen.getByText(/Too many/, { selector: '[aria-hidden]' }).textContent
const spoken = () => screen.getByText(/Too many/, { selector: '.sr-only' }).textContent

it('counts down for the eye and speaks once', () => {
  render(<RetryCountdown seconds={65} onEnd={() => {}} />)
  expect(shown()).toBe('Too many attempts. Try again in 1 min 5 s.')
  act(() => void vi.advanceTimersByTime(20_000))
  expect(shown()).toBe('Too many attempts. Try again in 45 s.')
  expect(spoken()).toBe('Too many attempts. Try again in 1 min 5 s.')
})

it('keeps counting when its parent renders again, and says when it is over', () => {
  const onEnd = vi.fn<() => void>()
  const { rerender } = render(<RetryCountdown seconds={10} onEnd={() => {}} />)
  act(() => void vi.advanceTimersByTime(9_000))
  rerender(<RetryCountdown seconds={10} onEnd={onEnd} />)
  act(() => void vi.advanceTimersByTime(999))
  expect(onEnd).not.toHaveBeenCalled()
  act(() => void vi.advanceTimersByTime(251))
  expect(onEnd).toHaveBeenCalledOnce()
})
