import { closedKeyIds } from '@/lib/keys/closed-key-ids'
import { log } from '@/lib/log'
import { processServices } from '@/lib/process-services'
import { deleteExpired } from '@/lib/retention/delete-expired'
import { endAbandonedRuns } from '@/lib/runs/end-abandoned-runs'
import { startWorker } from '@/lib/runs/start-worker'
import type { Services } from '@/lib/services'
import { isDraining } from '@/lib/shutdown'

/** Has this process execute the runs that wait, and look after those that nobody looks after any more. */
export function startRunning({ workers, retentionDays }: { workers: number; retentionDays: number }): void {
  const services = processServices()
  const { vigil } = services.runStore
  vigil.keep()
  repeat('could not look for abandoned runs', 5_000, async () => {
    const heard = vigil.heard()
    if (heard === null) return
    await endAbandonedRuns(services.db, heard)
    await services.runStore.requeueAbandoned(heard)
  })
  repeat('could not delete what has expired', 60 * 60_000, () =>
    deleteExpired(services.db, { retentionDays }),
  )
  if (workers > 0) startWorker(services, workers)
  void warnOfClosedKeys(services)
}

/** As after a restore without its key ring: calls fail one by one, and nothing else would say why. */
async function warnOfClosedKeys(services: Services): Promise<void> {
  try {
    const keyIds = await closedKeyIds(services)
    if (keyIds.length > 0) log.warn({ keyIds }, closedKeys)
  } catch (err) {
    log.warn({ err }, 'could not look whether the key ring opens what is stored')
  }
}

const closedKeys =
  'the key ring does not open secrets that are stored, and calls that need them fail; npm run admin -- keys status lists them'

/** Now and from time to time; several processes may do the same at once. */
function repeat(failure: string, everyMs: number, work: () => Promise<unknown>): void {
  let isRunning = false
  const turn = async () => {
    if (isRunning || isDraining()) return
    isRunning = true
    await work().catch((err: unknown) => log.warn({ err }, failure))
    isRunning = false
  }
  void turn()
  setInterval(() => void turn(), everyMs).unref()
}
