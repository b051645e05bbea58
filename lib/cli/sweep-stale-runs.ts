import { createDatabase } from '@/db/client'
import { log } from '@/lib/log'
import { interruptStaleRuns } from '@/lib/runs/interrupt-stale-runs'

const everyMs = 10_000

/** Ends the runs of processes that died, now and from time to time. */
export function sweepStaleRuns(databaseUrl: string): void {
  const failed = (err: unknown) => log.warn({ err }, 'could not look for abandoned runs')
  const { db } = createDatabase(databaseUrl, failed, { maxConnections: 1 })
  const sweep = () => void interruptStaleRuns(db).catch(failed)
  sweep()
  setInterval(sweep, everyMs).unref()
}
