import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { setDeviceSetting, useDeviceSetting } from './device-settings'
import { MotionSetting } from './motion-setting'

afterEach(() => {
  cleanup()
  localStorage.clear()
  vi.restoreAllMocks()
})

function Shown() {
  return <output>{useDeviceSetting('singleKeys')}</output>
}
const shown = () => screen.getByRole('status').textContent

it('is what it was without a choice, and follows one at once, here and from other tabs', () => {
  render(<Shown />)
  expect(shown()).toBe('on')
  act(() => setDeviceSetting('singleKeys', 'off'))
  expect(shown()).toBe('off')
  expect(localStorage.getItem('sluice.singleKeys')).toBe('off')
  act(() => {
    localStorage.setItem('sluice.singleKeys', 'on')
    window.dispatchEvent(new Event('storage'))
  })
  expect(shown()).toBe('on')
})

it('takes what it doesn’t know for no choice', () => {
  localStorage.setItem('sluice.singleKeys', 'perhaps')
  render(<Shown />)
  expect(shown()).toBe('on')
})

it('holds without storage too', () => {
  const refuse = () => {
    throw new DOMException('no storage', 'SecurityError')
  }
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(refuse)
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(refuse)
  render(<Shown />)
  act(() => setDeviceSetting('singleKeys', 'off'))
  expect(shown()).toBe('off')
})

it('tells the style sheet of less motion', () => {
  render(<MotionSetting />)
  expect(document.documentElement.dataset.motion).toBe('system')
  act(() => setDeviceSetting('motion', 'reduce'))
  expect(document.documentElement.dataset.motion).toBe('reduce')
})
