import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import { RowList } from './row-list'

vi.mock('./step-context', () => ({ useStepForm: () => ({ readOnly: false }) }))
afterEach(cleanup)

/** Holds on to what it was first shown with, like a text that is not finished. */
function HalfTyped({ row }: { row: string }) {
  const [first] = useState(row)
  return <input aria-label={row} defaultValue={first} />
}

function Rows() {
  const [rows, setRows] = useState(['a', 'b', 'c'])
  return (
    <>
      <RowList rows={rows} onRowsChange={setRows} newRow={() => 'new'} what="input">
        {(row) => <HalfTyped row={row} />}
      </RowList>
      <button type="button" onClick={() => setRows(['a', 'b', 'c', 'd'])}>
        Change elsewhere
      </button>
    </>
  )
}

const texts = () =>
  screen
    .getAllByRole('textbox')
    .map((input) => [input.getAttribute('aria-label'), (input as HTMLInputElement).value])

it('takes what is half typed in a row away with it', () => {
  render(<Rows />)
  fireEvent.click(screen.getByRole('button', { name: 'Remove input 2' }))
  expect(texts()).toEqual([
    ['a', 'a'],
    ['c', 'c'],
  ])
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'c' }))

  fireEvent.click(screen.getByRole('button', { name: 'Add input' }))
  fireEvent.click(screen.getByRole('button', { name: 'Remove input 1' }))
  expect(texts()).toEqual([
    ['c', 'c'],
    ['new', 'new'],
  ])
})

it('follows rows that are added elsewhere', () => {
  render(<Rows />)
  fireEvent.click(screen.getByRole('button', { name: 'Change elsewhere' }))
  expect(texts().at(-1)).toEqual(['d', 'd'])
})
