import type pg from 'pg'
import type { Actor } from '@/lib/auth/context'
import type { StoredStep } from '@/lib/executor/types'
import type { RunJob } from '../run-queue'

/** A run in the hands of this process, as far as others have brought it. */
export type ClaimedRun = {
  id: string
  organizationId: string
  flowVersionId: string
  input: Record<string, unknown>
  fence: number
  revision: number
  cancelRequested: boolean
  actor: Actor
  requestId: string
  createdAt: Date
  steps: StoredStep[]
}

type ClaimedRow = Omit<ClaimedRun, 'steps' | 'actor'> & {
  isBegun: boolean
  actorType: Actor['type']
  actorId: string | null
  actorName: string
}

/**
 * Takes runs over for this process: whoever had them writes nothing any more. Left out are runs that have
 * ended, that are not the queue's, or that still wait, for which there is another job.
 */
export async function claimRuns(pool: pg.Pool, jobs: RunJob[]): Promise<ClaimedRun[]> {
  const { rows } = await pool.query<ClaimedRow>({
    name: 'claim_runs',
    text: claimStatement,
    values: [jobs.map(({ organizationId }) => organizationId), jobs.map(({ runId }) => runId)],
  })
  const begun = rows.filter(({ isBegun }) => isBegun)
  const steps = begun.length > 0 ? await readSteps(pool, begun) : new Map<string, StoredStep[]>()
  return rows.map(({ actorType, actorId, actorName, ...row }) => ({
    ...row,
    actor: { type: actorType, id: actorId, name: actorName } as Actor,
    steps: steps.get(row.id) ?? [],
  }))
}

const claimStatement = `
update runs set status = 'running', fence = fence + 1, heartbeat_at = now(), suspended_until = null,
  started_at = coalesce(started_at, now()), revision = revision + 1
from unnest($1::uuid[], $2::uuid[]) as job (organization_id, id)
where runs.organization_id = job.organization_id and runs.id = job.id
  and runs.status in ('queued', 'running') and runs.background
  and (runs.suspended_until is null or runs.suspended_until <= now())
returning runs.id, runs.organization_id as "organizationId", flow_version_id as "flowVersionId", input, fence,
  revision, cancel_requested_at is not null as "cancelRequested", started_by_type as "actorType",
  started_by_id as "actorId", started_by_name as "actorName", request_id as "requestId",
  created_at as "createdAt", started_at <> now() as "isBegun",
  pg_notify('sluice_runs', runs.id::text)`

async function readSteps(pool: pg.Pool, runs: ClaimedRow[]): Promise<Map<string, StoredStep[]>> {
  const { rows } = await pool.query<StoredStep & { runId: string }>(
    `select s.run_id as "runId", position, node_id as "nodeId", status, record, value,
       in_flight as "inFlight", started_at as "startedAt", finished_at as "finishedAt"
     from unnest($1::uuid[], $2::uuid[]) as run (organization_id, id)
     join run_steps s on s.organization_id = run.organization_id and s.run_id = run.id
     order by s.position`,
    [runs.map(({ organizationId }) => organizationId), runs.map(({ id }) => id)],
  )
  const steps = new Map<string, StoredStep[]>()
  for (const { runId, ...step } of rows) {
    const own = steps.get(runId)
    if (own) own.push(step)
    else steps.set(runId, [step])
  }
  return steps
}
