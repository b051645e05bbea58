import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Toolbar, ToolbarButton } from './toolbar'

afterEach(cleanup)

describe('ToolbarButton', () => {
  it('does not call back while it is loading, and keeps its name and its focus', () => {
    const onClick = vi.fn<() => void>()
    const show = (loading: boolean) => (
      <Toolbar label="Flow">
        <ToolbarButton label="Run flow" loading={loading} onClick={onClick} />
      </Toolbar>
    )
    const { rerender } = render(show(false))
    const button = screen.getByRole('button', { name: 'Run flow' })
    button.focus()
    fireEvent.click(button)
    rerender(show(true))
    fireEvent.click(screen.getByRole('button', { name: 'Run flow', busy: true }))
    expect(onClick).toHaveBeenCalledOnce()
    expect(button.hasAttribute('disabled')).toBe(false)
    expect(document.activeElement).toBe(button)
  })
})
