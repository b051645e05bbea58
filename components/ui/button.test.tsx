import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { renderToStaticMarkup } from 'react-dom/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Button } from './button'

afterEach(cleanup)

describe('Button', () => {
  it('calls back when it is clicked', () => {
    const onClick = vi.fn<() => void>()
    render(<Button onClick={onClick}>Save</Button>)
    fireEvent.click(screen.getByRole('button', { name: 'Save' }))
    expect(onClick).toHaveBeenCalledOnce()
  })

  it('stays focusable and says why it can’t be used', () => {
    const onClick = vi.fn<() => void>()
    render(
      <Button onClick={onClick} disabledReason="Only admins can add endpoints.">
        Add
      </Button>,
    )
    const button = screen.getByRole('button', { name: 'Add', description: 'Only admins can add endpoints.' })
    expect(button.getAttribute('aria-disabled')).toBe('true')
    expect(button.hasAttribute('disabled')).toBe(false)
    fireEvent.click(button)
    expect(onClick).not.toHaveBeenCalled()
  })

  it('neither submits nor calls back while it is loading, and keeps its name', () => {
    const onClick = vi.fn<() => void>()
    const onSubmit = vi.fn<(event: { preventDefault: () => void }) => void>((event) => event.preventDefault())
    render(
      <form onSubmit={onSubmit}>
        <Button type="submit" loading onClick={onClick}>
          Save
        </Button>
      </form>,
    )
    fireEvent.click(screen.getByRole('button', { name: 'Save', busy: true }))
    expect(onClick).not.toHaveBeenCalled()
    expect(onSubmit).not.toHaveBeenCalled()
  })

  it('can’t submit in the server’s HTML, where nobody would catch it', () => {
    expect(renderToStaticMarkup(<Button type="submit">Sign in</Button>)).toContain('disabled=""')
    expect(renderToStaticMarkup(<Button>Sign in</Button>)).not.toContain('disabled=""')
    render(<Button type="submit">Sign in</Button>)
    expect(screen.getByRole('button', { name: 'Sign in' }).hasAttribute('disabled')).toBe(false)
  })
})
