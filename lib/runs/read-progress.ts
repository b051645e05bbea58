import { and, eq, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { runs, runSteps } from '@/db/schema'
import { notFound } from '@/lib/errors'
import { isId } from '@/lib/new-id'
import type { RunProgress, StepErrorCode } from './schema'
import { inOrder } from './step-rows'

type Step = RunProgress['steps'][number]

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
  earlier: sql<Step[] | null>`(
    select jsonb_agg(jsonb_build_object(
      'position', step -> 'position', 'nodeId', step -> 'record' -> 'nodeId', 'status', step -> 'status',
      'startedAt', step -> 'startedAt', 'finishedAt', step -> 'finishedAt',
      'output', step -> 'record' -> 'output', 'statusCode', step -> 'record' -> 'response' -> 'statusCode',
      'errorCode', step -> 'record' -> 'error' -> 'code',
      'attempts', jsonb_array_length(step -> 'record' -> 'attempts')))
    from jsonb_array_elements(${runSteps.earlier}::jsonb) as step)`,
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
  const rows = await tx
    .select(stepColumns)
    .from(runSteps)
    .where(and(eq(runSteps.organizationId, orgId), eq(runSteps.runId, id)))
  return {
    id,
    ...run,
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
    steps: inOrder(
      rows.map(({ earlier, ...step }) => ({
        step: {
          ...step,
          startedAt: step.startedAt.toISOString(),
          finishedAt: step.finishedAt?.toISOString() ?? null,
          // The records are of attempts that are over; a running step is in the one after them.
          attempts: step.status === 'running' ? step.attempts + 1 : step.attempts,
        },
        earlier: earlier ?? [],
      })),
    ),
  }
}
