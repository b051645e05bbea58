import dynamic from 'next/dynamic'
import type { RefObject } from 'react'
import type { Endpoint } from '@/lib/endpoints/schema'
import { loadBulkDelete, loadBulkTest } from './load-bulk-dialogs'

const BulkTestDialog = dynamic(() => loadBulkTest().then((file) => file.BulkTestDialog), { ssr: false })
const BulkDeleteDialog = dynamic(() => loadBulkDelete().then((file) => file.BulkDeleteDialog), { ssr: false })

export type BulkAction = { what: 'test' | 'delete'; endpoints: Endpoint[] }

type BulkDialogsProps = {
  doing: BulkAction | null
  onClose: () => void
  selectionBar: RefObject<HTMLElement | null>
}

/** What is done with several endpoints at once. Stays when the list of them is gone. */
export function BulkDialogs({ doing, onClose, selectionBar }: BulkDialogsProps) {
  /** The button that was pressed goes with the endpoints, and where all of them went, so does the rest. */
  function successor() {
    const checkbox = selectionBar.current?.querySelector<HTMLElement>('[role=checkbox]')
    const search = () => document.querySelector<HTMLElement>('search input')
    return checkbox ?? search() ?? document.getElementById('content')
  }

  if (!doing) return null
  const { what, endpoints } = doing
  return what === 'test' ? (
    <BulkTestDialog endpoints={endpoints} onClose={onClose} />
  ) : (
    <BulkDeleteDialog endpoints={endpoints} onClose={onClose} successor={successor} />
  )
}
