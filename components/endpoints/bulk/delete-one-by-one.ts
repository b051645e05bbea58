import { ActionError } from '@/lib/action-result'
import type { Endpoint } from '@/lib/endpoints/schema'
import { problemOf } from '../problem-of'
import { whenAllowed } from './when-allowed'

export type Refusal = { endpoint: Endpoint; reason: string }

export type DeletionProgress = {
  deleted: number
  /** Until more deletions are allowed. */
  heldSeconds: number | null
}

/** Deletes endpoints until it is aborted, the one that is under way included, and tells what became of each. */
export async function deleteOneByOne(
  endpoints: readonly Endpoint[],
  remove: (id: string) => Promise<unknown>,
  signal: AbortSignal,
  onProgress: (progress: DeletionProgress) => void,
) {
  const deleted: string[] = []
  const refused: Refusal[] = []
  const nowInUse: Endpoint[] = []
  const tell = (heldSeconds: number | null) => onProgress({ deleted: deleted.length, heldSeconds })
  for (const endpoint of endpoints) {
    if (signal.aborted) break
    tell(null)
    try {
      await whenAllowed(() => remove(endpoint.id), { signal, onHeld: tell })
      deleted.push(endpoint.id)
    } catch (error) {
      if (signal.aborted && error === signal.reason) break
      const flows = flowsOf(error)
      if (flows > 0) nowInUse.push({ ...endpoint, usedBy: flows })
      else refused.push({ endpoint, reason: problemOf(error).message })
    }
  }
  tell(null)
  return { deleted, refused, nowInUse }
}

/** How many flows began to use it meanwhile, for which the server refused to delete it. */
function flowsOf(error: unknown): number {
  if (!(error instanceof ActionError) || error.body.code !== 'in_use') return 0
  const { usedBy } = error.body.details
  return Array.isArray(usedBy) ? usedBy.length : 1
}
