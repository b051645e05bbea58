import type { Database } from '@/db/client'
import { log } from '@/lib/log'
import { endAbandonedRuns } from '@/lib/runs/end-abandoned-runs'

const everyMs = 10_000

/** Ends the runs of processes that died, now and from time to time. */
export function sweepAbandonedRuns(db: Database): void {
  const sweep = () =>
    void endAbandonedRuns(db).catch((err: unknown) => log.warn({ err }, 'could not look for abandoned runs'))
  sweep()
  setInterval(sweep, everyMs).unref()
}
