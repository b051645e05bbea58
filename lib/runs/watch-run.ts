import { withOrg } from '@/db/client'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import type { StopSignal } from '@/lib/http/stop'
import { readProgress } from './read-progress'
import { runChannel } from './run-channel'
import { isTerminal, type RunProgress } from './schema'

/** Looked at this often even without a notice, in case one got lost with its connection. */
const lookAgainMs = 5_000

/**
 * Follows a run: a snapshot now, and another after each change, ending with the one that says how the run
 * ended. Snapshots are complete, so whoever comes back after a break misses nothing; changes that follow
 * each other faster than they are read become one. With `after`, the revision of a snapshot that was seen,
 * only what is newer comes.
 * @throws AppError `not_found`, before the first snapshot
 */
export async function* watchRun(
  ctx: OrgContext,
  { id, after = -1 }: { id: string; after?: number },
  signal: StopSignal,
): AsyncGenerator<RunProgress, void, undefined> {
  requireRole(ctx, 'viewer')
  if (signal.aborted) return
  const channel = runChannel(ctx.db)
  const changes = createChangeFlag()
  const unsubscribe = channel.subscribe('sluice_runs', id, changes.raise)
  signal.addEventListener('abort', changes.raise)
  try {
    // Listening first and reading then: what changes in between is noticed.
    await channel.ready()
    let seen = after
    while (!signal.aborted) {
      const progress = await withOrg(ctx, (tx) => readProgress(tx, ctx.orgId, id))
      if (progress.revision > seen) yield progress
      seen = progress.revision
      if (isTerminal(progress.status)) return
      await changes.raised(lookAgainMs)
    }
  } finally {
    unsubscribe()
    signal.removeEventListener('abort', changes.raise)
  }
}

/** Remembers that something happened until somebody asks. */
function createChangeFlag() {
  let isRaised = false
  let wake: (() => void) | null = null
  return {
    raise: () => {
      isRaised = true
      wake?.()
    },
    raised: async (withinMs: number): Promise<void> => {
      if (!isRaised) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, withinMs)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      wake = null
      isRaised = false
    },
  }
}
