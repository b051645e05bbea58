import type { OrgContext } from '@/lib/auth/context'
import { getRun } from './get-run'
import type { Run } from './schema'
import { watchRun } from './watch-run'

/**
 * Waits for the end of a run, wherever it is executed.
 * @throws AppError `not_found`
 */
export async function untilEnded(ctx: OrgContext, id: string): Promise<Run> {
  for await (const progress of watchRun(ctx, { id }, new AbortController().signal)) void progress
  return getRun(ctx, { id })
}
