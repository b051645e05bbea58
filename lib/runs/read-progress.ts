import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { runs, runSteps } from '@/db/schema'
import { notFound } from '@/lib/errors'
import { isId } from '@/lib/new-id'
import type { RunProgress } from './schema'
import { inOrder } from './step-rows'

type Step = RunProgress['steps'][number]
type Said = Pick<Step, 'output' | 'statusCode' | 'errorCode' | 'attempts'>

/** What a record says that may be shown to everybody. */
const saidBy = (record: SQL) => sql<Said>`jsonb_build_object(
  'output', ${record} -> 'output', 'statusCode', ${record} -> 'response' -> 'statusCode',
  'errorCode', ${record} -> 'error' -> 'code', 'attempts', jsonb_array_length(${record} -> 'attempts'))`

const stepColumns = {
  position: runSteps.position,
  nodeId: runSteps.nodeId,
  status: runSteps.status,
  startedAt: runSteps.startedAt,
  finishedAt: runSteps.finishedAt,
  said: saidBy(sql`${runSteps.record}::jsonb`),
  earlier: sql<Step[] | null>`(
    select jsonb_agg(step - 'record' || jsonb_build_object('nodeId', step -> 'record' -> 'nodeId')
      || ${saidBy(sql`step -> 'record'`)})
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
      rows.map(({ earlier, said, ...step }) => ({
        step: {
          ...step,
          ...said,
          startedAt: step.startedAt.toISOString(),
          finishedAt: step.finishedAt?.toISOString() ?? null,
          // The records are of attempts that are over; a running step is in the one after them.
          attempts: step.status === 'running' ? said.attempts + 1 : said.attempts,
        },
        earlier,
      })),
    ),
  }
}
