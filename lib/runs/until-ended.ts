import type { OrgContext } from '@/lib/auth/context'
import { Stop, type StopSignal } from '@/lib/http/stop'
import { getRun } from './get-run'
import type { Run } from './schema'
import { watchRun } from './watch-run'

/**
 * Waits for the end of a run, wherever it is executed.
 * @throws AppError `not_found`, or the reason of the signal when that comes first
 */
export async function untilEnded(ctx: OrgContext, id: string, signal: StopSignal = new Stop()): Promise<Run> {
  for await (const progress of watchRun(ctx, { id }, signal)) void progress
  signal.throwIfAborted()
  return getRun(ctx, { id })
}
