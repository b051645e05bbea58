import { Plus, X } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { useStepForm } from './step-context'

type RowListProps<T> = {
  rows: T[]
  onRowsChange: (rows: T[]) => void
  newRow: () => T
  /** What a row is, after its verb: `header` makes "Add header". */
  what: string
  children: (row: T, index: number, change: (row: T) => void) => ReactNode
}

/** Rows of any kind, to be added and removed. A new row gets the focus, and so does what follows a removed one. */
export function RowList<T>({ rows, onRowsChange, newRow, what, children }: RowListProps<T>) {
  const { readOnly } = useStepForm()
  const list = useRef<HTMLDivElement>(null)
  const { keys, forget } = useRowKeys(rows.length)

  function add() {
    flushSync(() => onRowsChange([...rows, newRow()]))
    focusIn(list.current?.querySelector('[data-row]:last-of-type'))
  }

  function remove(index: number) {
    flushSync(() => {
      forget(index)
      onRowsChange(rows.filter((_, each) => each !== index))
    })
    const left = list.current?.querySelectorAll('[data-row]')
    const next = left?.[Math.min(index, left.length - 1)] ?? list.current?.querySelector('[data-add]')
    focusIn(next)
  }

  return (
    <div ref={list} className="flex flex-col gap-2">
      {rows.map((row, index) => (
        <div key={keys[index]} data-row className="flex items-start gap-1">
          <div className="min-w-0 flex-1">
            {children(row, index, (changed) => onRowsChange(rows.with(index, changed)))}
          </div>
          <IconButton label={`Remove ${what} ${index + 1}`} disabled={readOnly} onClick={() => remove(index)}>
            <X size={14} aria-hidden />
          </IconButton>
        </div>
      ))}
      {readOnly && rows.length === 0 && <p className="text-sm text-muted">None</p>}
      {!readOnly && (
        <div data-add>
          <Button size="sm" icon={<Plus size={14} aria-hidden />} onClick={add}>
            Add {what}
          </Button>
        </div>
      )}
    </div>
  )
}

/**
 * Rows have no identity of their own, and are only added at the end and removed. What is half typed in one
 * must go with it, and not into the one that takes its place.
 */
function useRowKeys(count: number) {
  const [keys, setKeys] = useState(() => Array.from({ length: count }, (_, index) => index))
  let current = keys
  if (keys.length !== count) {
    const unused = Math.max(-1, ...keys) + 1
    current = Array.from({ length: count }, (_, index) => keys[index] ?? unused + index)
    setKeys(current)
  }
  return { keys: current, forget: (index: number) => setKeys(current.toSpliced(index, 1)) }
}

function focusIn(element: Element | null | undefined) {
  element?.querySelector<HTMLElement>('input:not([type="checkbox"]), textarea, button')?.focus()
}
