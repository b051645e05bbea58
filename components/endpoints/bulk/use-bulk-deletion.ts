import { useState } from 'react'
import { showToast } from '@/components/ui/toast'
import { ActionError } from '@/lib/action-result'
import type { Endpoint } from '@/lib/endpoints/schema'
import { plural } from '@/lib/format'
import { problemOf } from '../problem-of'
import { useDeleteEndpoint } from '../use-endpoint-mutations'
import { useUndoDeletion } from '../use-undo-deletion'

export type Refusal = { endpoint: Endpoint; reason: string }

/** Deletes those of some endpoints that no flow uses, one after another; the server judges each again. */
export function useBulkDeletion(endpoints: readonly Endpoint[]) {
  const remove = useDeleteEndpoint()
  const undo = useUndoDeletion()
  const [unused, setUnused] = useState(() => endpoints.filter(({ usedBy }) => usedBy === 0))
  const [inUse, setInUse] = useState(() => endpoints.filter(({ usedBy }) => usedBy > 0))
  const [refusals, setRefusals] = useState<Refusal[]>([])
  const [isDeleting, setDeleting] = useState(false)

  /** @param onDone when nothing came between; otherwise there is something to read */
  async function run(onDone: () => void) {
    if (isDeleting) return
    setDeleting(true)
    setRefusals([])
    const deleted: string[] = []
    const refused: Refusal[] = []
    const nowInUse: Endpoint[] = []
    for (const endpoint of unused) {
      try {
        await remove.mutateAsync(endpoint.id)
        deleted.push(endpoint.id)
      } catch (error) {
        const flows = flowsOf(error)
        if (flows > 0) nowInUse.push({ ...endpoint, usedBy: flows })
        else refused.push({ endpoint, reason: problemOf(error).message })
      }
    }
    if (deleted.length > 0) acknowledge(deleted)
    if (refused.length + nowInUse.length === 0) return onDone()
    setUnused(refused.map(({ endpoint }) => endpoint))
    setInUse((before) => [...before, ...nowInUse])
    setRefusals(refused)
    setDeleting(false)
  }

  function acknowledge(ids: string[]) {
    const what = ids.length === 1 ? 'Endpoint' : plural(ids.length, 'endpoint', 'endpoints')
    showToast({ title: `${what} deleted`, action: { label: 'Undo', onClick: () => void undo(ids) } })
  }

  return { unused, inUse, refusals, isDeleting, run }
}

/** How many flows began to use it meanwhile, for which the server refused to delete it. */
function flowsOf(error: unknown): number {
  if (!(error instanceof ActionError) || error.body.code !== 'in_use') return 0
  const { usedBy } = error.body.details
  return Array.isArray(usedBy) ? usedBy.length : 1
}
