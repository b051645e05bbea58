import { renderHook } from '@testing-library/react'
import { expect, it } from 'vitest'
import { useCommitOnLeave } from './use-commit-on-leave'

/** Whether the browser is told to ask before it closes the tab. */
function closing(): boolean {
  return !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))
}

it('commits what is being typed and asks, when the tab is closed or hidden', () => {
  const committed: string[] = []
  const { rerender, unmount } = renderHook(
    ({ text, changes }) =>
      useCommitOnLeave(text !== null, () => {
        committed.push(`${text}`)
        return changes
      }),
    { initialProps: { text: null as string | null, changes: true } },
  )
  expect(closing()).toBe(false)
  expect(committed).toEqual([])

  rerender({ text: 'first', changes: true })
  rerender({ text: 'second', changes: true })
  expect(closing()).toBe(true)
  document.dispatchEvent(new Event('visibilitychange'))
  expect(committed).toEqual(['second', 'second'])

  rerender({ text: 'same', changes: false })
  expect(closing()).toBe(false)
  unmount()
  expect(closing()).toBe(false)
  expect(committed).toEqual(['second', 'second', 'same'])
})
