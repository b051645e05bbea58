import { act, renderHook } from '@testing-library/react'
import { expect, it } from 'vitest'
import { useDraft } from './use-draft'

const toText = (value: object) => JSON.stringify(value)

function open(value: object, unfinished?: WeakMap<object, string>) {
  const { result, rerender, unmount } = renderHook((props) => useDraft(props.value, toText, unfinished), {
    initialProps: { value },
  })
  return {
    text: () => result.current[0],
    type: (text: string, next: object) =>
      act(() => {
        result.current[1](text, next)
        rerender({ value: next })
      }),
    show: (next: object) => rerender({ value: next }),
    leave: unmount,
  }
}

it('holds what is typed, and is made anew when the value changes from outside', () => {
  const value = { a: 1 }
  const field = open(value)
  field.type('{"a": ', value)
  expect(field.text()).toBe('{"a": ')
  field.show({ a: 2 })
  expect(field.text()).toBe('{"a":2}')
})

it('brings an unfinished draft back after another step was looked at', () => {
  const value = { a: 1 }
  const unfinished = new WeakMap<object, string>()
  const field = open(value, unfinished)
  field.type('{"a": ', value)
  field.leave()
  expect(open(value, unfinished).text()).toBe('{"a": ')
})

it('forgets an unfinished draft once it is finished', () => {
  const value = { a: 1 }
  const unfinished = new WeakMap<object, string>()
  const field = open(value, unfinished)
  field.type('{"a": ', value)
  field.type('{"a": 3}', { a: 3 })
  expect(field.text()).toBe('{"a": 3}')
  field.leave()
  expect(open(value, unfinished).text()).toBe('{"a":1}')
})
