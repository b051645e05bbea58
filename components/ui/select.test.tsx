import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { Field } from './field'
import { Select } from './select'

const options = [
  { value: 'viewer', label: 'Viewer' },
  { value: 'editor', label: 'Editor' },
] as const

afterEach(cleanup)

it('is named by the field around it and opens', () => {
  render(
    <Field label="Role">
      <Select value="editor" onValueChange={() => {}} options={options} />
    </Field>,
  )
  const control = screen.getByRole('combobox', { name: 'Role' })
  expect(control.textContent).toContain('Editor')
  fireEvent.click(control)
  expect(screen.getByRole('listbox')).toBeTruthy()
})

it('stays focusable, says why it can’t be used, and doesn’t open', () => {
  const onValueChange = vi.fn<(value: string) => void>()
  const reason = 'Only admins can change roles.'
  const select = (disabledReason?: string) => (
    <Select
      label="Role"
      value="editor"
      onValueChange={onValueChange}
      options={options}
      disabledReason={disabledReason}
    />
  )
  const { rerender } = render(select())
  const control = screen.getByRole('combobox', { name: 'Role' })
  control.focus()
  rerender(select(reason))
  expect(document.activeElement).toBe(control)
  expect(screen.getByRole('combobox', { name: 'Role', description: reason })).toBe(control)
  expect(control.getAttribute('aria-disabled')).toBe('true')
  expect(control.hasAttribute('disabled')).toBe(false)
  fireEvent.click(control)
  for (const key of ['Enter', ' ', 'ArrowDown', 'v']) fireEvent.keyDown(control, { key })
  expect(screen.queryByRole('listbox')).toBeNull()
  expect(onValueChange).not.toHaveBeenCalled()
})
