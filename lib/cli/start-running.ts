import { processServices } from '@/lib/process-services'
import { startWorker } from '@/lib/runs/start-worker'
import { sweepAbandonedRuns } from './sweep-abandoned-runs'

/** Has this process execute the runs that wait, and look after those whose process died. */
export function startRunning(workers: number): void {
  const services = processServices()
  sweepAbandonedRuns(services.db)
  if (workers > 0) startWorker(services, workers)
}
