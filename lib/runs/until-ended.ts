import type { OrgContext } from '@/lib/auth/context'
import { getRun } from './get-run'
import { type Run } from './schema'
import { watchRun } from './watch-run'

/**
 * Waits for the end of a run, wherever it is executed.
 * @throws AppError `not_found`
 */
export async function untilEnded(ctx: OrgContext, id: string, signal?: AbortSignal): Promise<Run> {
  const forever = new AbortController().signal
  for await (const progress of watchRun(ctx, { id }, signal ?? forever)) void progress
  return getRun(ctx, { id })
}
