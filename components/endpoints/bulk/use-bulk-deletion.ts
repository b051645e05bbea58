import { useRef, useState } from 'react'
import { showToast } from '@/components/ui/toast'
import type { Endpoint } from '@/lib/endpoints/schema'
import { plural } from '@/lib/format'
import { useDeleteEndpoints } from '../use-endpoint-mutations'
import { useUndoDeletion } from '../use-undo-deletion'
import { deleteOneByOne, type DeletionProgress, type Refusal } from './delete-one-by-one'

/** Deletes those of some endpoints that no flow uses, one after another; the server judges each again. */
export function useBulkDeletion(endpoints: readonly Endpoint[]) {
  const { remove, refresh } = useDeleteEndpoints()
  const undo = useUndoDeletion()
  const [unused, setUnused] = useState(() => endpoints.filter(({ usedBy }) => usedBy === 0))
  const [inUse, setInUse] = useState(() => endpoints.filter(({ usedBy }) => usedBy > 0))
  const [refusals, setRefusals] = useState<Refusal[]>([])
  const [progress, setProgress] = useState<DeletionProgress | null>(null)
  const running = useRef<AbortController | null>(null)

  /** @param onDone when nothing came between; otherwise there is something to read */
  async function run(onDone: () => void) {
    if (running.current) return
    const controller = new AbortController()
    running.current = controller
    setRefusals([])
    const { signal } = controller
    const { deleted, refused, nowInUse } = await deleteOneByOne(unused, remove, signal, setProgress)
    if (deleted.length > 0) {
      // Before the dialog closes, so that it gives the focus to something that stays.
      await refresh(deleted)
      acknowledge(deleted)
    }
    running.current = null
    if (refused.length + nowInUse.length === 0) return onDone()
    const gone = new Set([...deleted, ...nowInUse.map(({ id }) => id)])
    setUnused(unused.filter(({ id }) => !gone.has(id)))
    setInUse((before) => [...before, ...nowInUse])
    setRefusals(refused)
    setProgress(null)
  }

  function acknowledge(ids: string[]) {
    const what = ids.length === 1 ? 'Endpoint' : plural(ids.length, 'endpoint', 'endpoints')
    showToast({ title: `${what} deleted`, action: { label: 'Undo', onClick: () => void undo(ids) } })
  }

  /** Goes no further than the one that is under way. */
  const cancel = () => running.current?.abort()

  return { unused, inUse, refusals, progress, run, cancel }
}
