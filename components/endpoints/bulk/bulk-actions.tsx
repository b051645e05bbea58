import { useRef, useState } from 'react'
import type { Endpoint } from '@/lib/endpoints/schema'
import { BulkDeleteDialog } from './bulk-delete-dialog'
import { BulkTestDialog } from './bulk-test-dialog'
import { SelectionBar } from './selection-bar'
import type { Selection } from './use-selection'

type Doing = { what: 'test' | 'delete'; endpoints: Endpoint[] }

/** What is done with several endpoints at once. */
export function BulkActions({ selection }: { selection: Selection }) {
  const [doing, setDoing] = useState<Doing | null>(null)
  const bar = useRef<HTMLFieldSetElement>(null)
  const begin = (what: Doing['what']) => setDoing({ what, endpoints: selection.selected })
  const close = () => setDoing(null)

  /** The button that was pressed goes with the endpoints, and where all of them went, so does the bar. */
  function successor() {
    const checkbox = bar.current?.querySelector<HTMLElement>('[role=checkbox]')
    return checkbox ?? document.querySelector<HTMLElement>('search input')
  }

  return (
    <>
      {selection.isPossible && (
        <SelectionBar
          ref={bar}
          selection={selection}
          onTest={() => begin('test')}
          onDelete={() => begin('delete')}
        />
      )}
      {doing?.what === 'test' && <BulkTestDialog endpoints={doing.endpoints} onClose={close} />}
      {doing?.what === 'delete' && (
        <BulkDeleteDialog endpoints={doing.endpoints} onClose={close} successor={successor} />
      )}
    </>
  )
}
