import { asc, eq, sql } from 'drizzle-orm'
import { and } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { runs, runSteps } from '@/db/schema'
import { notFound } from '@/lib/errors'
import { isId } from '@/lib/new-id'
import type { RunProgress, StepErrorCode } from './schema'

const record = sql`${runSteps.record}::jsonb`

const stepColumns = {
  position: runSteps.position,
  nodeId: runSteps.nodeId,
  status: runSteps.status,
  startedAt: runSteps.startedAt,
  finishedAt: runSteps.finishedAt,
  output: sql<string | null>`${record} ->> 'output'`,
  statusCode: sql<number | null>`(${record} -> 'response' ->> 'statusCode')::int`,
  errorCode: sql<StepErrorCode | null>`${record} -> 'error' ->> 'code'`,
  attempts: sql<number>`jsonb_array_length(${record} -> 'attempts')`,
}

/**
 * Where a run stands, without anything that was in it.
 * @throws AppError `not_found`
 */
export async function readProgress(tx: Transaction, orgId: string, id: string): Promise<RunProgress> {
  const { revision, status, error, startedAt, finishedAt } = runs
  const [run] = isId(id)
    ? await tx
        .select({ revision, status, error, startedAt, finishedAt })
        .from(runs)
        .where(and(eq(runs.organizationId, orgId), eq(runs.id, id)))
    : []
  if (!run) throw notFound()
  const steps = await tx
    .select(stepColumns)
    .from(runSteps)
    .where(and(eq(runSteps.organizationId, orgId), eq(runSteps.runId, id)))
    .orderBy(asc(runSteps.position))
  return {
    id,
    ...run,
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
    steps: steps.map((step) => ({
      ...step,
      startedAt: step.startedAt.toISOString(),
      finishedAt: step.finishedAt?.toISOString() ?? null,
      // The records are of attempts that are over; a running step is in the one after them.
      attempts: step.status === 'running' ? step.attempts + 1 : step.attempts,
    })),
  }
}
