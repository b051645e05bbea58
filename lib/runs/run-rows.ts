import { and, eq, type SQL } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { flows, flowVersions, runs } from '@/db/schema'
import type { RunSummary } from './schema'

const columns = {
  id: runs.id,
  flowId: runs.flowId,
  flowName: flows.name,
  stage: runs.stage,
  publishedNumber: flowVersions.publishedNumber,
  draftVersion: flowVersions.draftVersion,
  status: runs.status,
  error: runs.error,
  startedByType: runs.startedByType,
  startedByName: runs.startedByName,
  createdAt: runs.createdAt,
  startedAt: runs.startedAt,
  finishedAt: runs.finishedAt,
}

/** Runs as lists show them; `where` narrows them within the organization. */
export function selectSummaries(tx: Transaction, orgId: string, where?: SQL) {
  return tx
    .select(columns)
    .from(runs)
    .innerJoin(flows, flowOfRun)
    .innerJoin(flowVersions, versionOfRun)
    .where(and(eq(runs.organizationId, orgId), where))
}

/** One run with its input and output. */
export function selectWhole(tx: Transaction, orgId: string, id: string) {
  const { revision, cancelRequestedAt, input, entry, output } = runs
  return tx
    .select({ ...columns, revision, cancelRequestedAt, input, entry, output })
    .from(runs)
    .innerJoin(flows, flowOfRun)
    .innerJoin(flowVersions, versionOfRun)
    .where(and(eq(runs.organizationId, orgId), eq(runs.id, id)))
}

const flowOfRun = and(eq(flows.organizationId, runs.organizationId), eq(flows.id, runs.flowId))
const versionOfRun = and(
  eq(flowVersions.organizationId, runs.organizationId),
  eq(flowVersions.id, runs.flowVersionId),
)

type SummaryRow = Awaited<ReturnType<typeof selectSummaries>>[number]

export function toSummary(row: SummaryRow): RunSummary {
  const { id, flowId, flowName, stage, publishedNumber, draftVersion, status, error } = row
  const { createdAt, startedAt, finishedAt } = row
  return {
    id,
    flowId,
    flowName,
    stage,
    publishedNumber,
    draftVersion,
    status,
    error,
    startedBy: { type: row.startedByType, name: row.startedByName },
    createdAt: createdAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
    // One may be the time of another machine.
    durationMs: startedAt && finishedAt ? Math.max(0, finishedAt.getTime() - startedAt.getTime()) : null,
  }
}
