// @vitest-environment happy-dom
import { beforeEach, expect, it } from 'vitest'
import { forgetSamples, keepSample, maxSampleBytes, removeSample } from './stored-samples'

beforeEach(() => localStorage.clear())
const stored = () => {
  const names = Object.keys(localStorage)
  return Object.fromEntries(names.map((name) => [name, JSON.parse(localStorage.getItem(name) ?? '')]))
}

it('keeps samples by flow and step until they are removed', () => {
  expect(keepSample('f1', 'a', { id: 1 })).toBeNull()
  expect(keepSample('f1', 'b', 'text')).toBeNull()
  expect(keepSample('f2', 'a', null)).toBeNull()
  removeSample('f1', 'a')
  expect(stored()).toEqual({ 'sluice.samples.f1': { b: 'text' }, 'sluice.samples.f2': { a: null } })
  removeSample('f2', 'a')
  expect(Object.keys(stored())).toEqual(['sluice.samples.f1'])
})

it('refuses what is too large in bytes, and lets through what just fits', () => {
  expect(keepSample('f1', 'a', 'x'.repeat(maxSampleBytes - 2))).toBeNull()
  expect(keepSample('f1', 'a', 'ü'.repeat(maxSampleBytes / 2))).toBe(
    'A sample has at most 300 kB. Leave out what no step needs.',
  )
})

it('forgets those of all flows, and nothing else', () => {
  localStorage.setItem('sluice.motion', '"reduce"')
  keepSample('f1', 'a', 1)
  keepSample('f2', 'a', 2)
  forgetSamples()
  expect(Object.keys(stored())).toEqual(['sluice.motion'])
})
