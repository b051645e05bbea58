import type pg from 'pg'
import type { Actor } from '@/lib/auth/context'
import type { Resumed, StoredStep } from '@/lib/executor/types'
import type { RunJob } from '../run-queue'
import type { RunEntry, RunStep, StepRecord } from '../schema'
import { inOrder } from '../step-rows'
import { type Heard, silenceSql } from './create-vigil'
import { isIn, noticeOf } from './write-statement'

/** A run in the hands of this process, as far as others have brought it. */
export type ClaimedRun = {
  id: string
  organizationId: string
  flowVersionId: string
  input: Record<string, unknown>
  /** Whether there is something to read: `readEntry`. */
  hasEntry: boolean
  fence: number
  revision: number
  cancelRequested: boolean
  actor: Actor
  requestId: string
  createdAt: Date
  /** When a process took it up first. */
  startedAt: Date
  /** Whether that was before, so that there may be steps of it: `readSteps`. */
  isBegun: boolean
  resumed: Resumed
}

type ClaimedRow = Omit<ClaimedRun, 'actor' | 'resumed'> &
  Resumed & {
    told: unknown
    actorType: Actor['type']
    actorId: string | null
    actorName: string
  }

export type Claim = {
  claimed: ClaimedRun[]
  /** Runs that another process executes, as far as anybody can tell. */
  held: Set<string>
}

/** Three heartbeats. */
export const leaseSeconds = 15

/**
 * Takes runs over for this process: whoever had them writes nothing any more. A run that is being executed
 * is only taken when its process was silent for the whole lease; it is `held` otherwise. Left out are runs
 * that have ended, that are not the queue's, or that still wait, for which there is another job.
 * @param jobs up to `maxBatchSize`
 */
export async function claimRuns(
  pool: pg.Pool,
  jobs: RunJob[],
  heard: Heard | null,
  lease = leaseSeconds,
): Promise<Claim> {
  const ids = [jobs.map(({ organizationId }) => organizationId), jobs.map(({ runId }) => runId)]
  const { rows } = await pool.query<ClaimedRow>({
    name: 'claim_runs',
    text: claimStatement,
    values: [...ids, heard?.from ?? null, heard?.until ?? null, lease],
  })
  const held = rows.length < jobs.length ? await findHeld(pool, ids) : new Set<string>()
  for (const { id } of rows) held.delete(id)
  const claimed = rows.map(({ actorType, actorId, actorName, hasWaited, ageMs, told: _, ...row }) => ({
    ...row,
    actor: { type: actorType, id: actorId, name: actorName } as Actor,
    resumed: { hasWaited, ageMs },
  }))
  return { claimed, held }
}

async function findHeld(pool: pg.Pool, ids: string[][]): Promise<Set<string>> {
  const { rows } = await pool.query<{ id: string }>(
    `select runs.id from unnest($1::uuid[], $2::uuid[]) as job (organization_id, id)
     join runs on runs.organization_id = job.organization_id and runs.id = job.id
     where runs.id = any ($2::uuid[]) and ${isIn('running')} and runs.background and runs.suspended_until is null`,
    ids,
  )
  return new Set(rows.map(({ id }) => id))
}

/** It sees the runs as they were before. Only of one that was begun it looks whether that had been laid aside. */
const claimStatement = `
with claimed as (
update runs set status = 'running', fence = fence + 1, heartbeat_at = now(), suspended_until = null,
  started_at = coalesce(started_at, now()), revision = revision + 1
from unnest($1::uuid[], $2::uuid[]) as job (organization_id, id)
where runs.organization_id = job.organization_id and runs.id = job.id and runs.id = any ($2::uuid[])
  and runs.background and (
    ${isIn('queued')}
    or ${isIn('running')} and case
      when runs.suspended_until is not null then runs.suspended_until <= now()
      else ${silenceSql('$3', '$4')} >= $5::float8 * interval '1 second'
    end
  )
returning runs.id, runs.organization_id as "organizationId", flow_version_id as "flowVersionId", input,
  entry is not null as "hasEntry", fence,
  revision, cancel_requested_at is not null as "cancelRequested", started_by_type as "actorType",
  started_by_id as "actorId", started_by_name as "actorName", request_id as "requestId",
  created_at as "createdAt", started_at as "startedAt", started_at <> now() as "isBegun",
  (extract(epoch from now() - started_at) * 1000)::float8 as "ageMs",
  case when started_at <> now() then (
    select before.suspended_until is not null from runs before
    where before.organization_id = runs.organization_id and before.id = runs.id
  ) else false end as "hasWaited")
select *, (${noticeOf('claimed')}) as told from claimed`

/**
 * What was stored of a run, in the order of its execution. One run's alone: together those of many, with all
 * that they keep while they wait, may take longer than a statement may.
 */
export async function readSteps(pool: pg.Pool, { organizationId, id }: ClaimedRun): Promise<StoredStep[]> {
  const { rows } = await pool.query<StoredRow>(
    `select position, node_id as "nodeId", status, record, earlier, value, in_flight as "inFlight",
       started_at as "startedAt", finished_at as "finishedAt"
     from run_steps where organization_id = $1 and run_id = $2`,
    [organizationId, id],
  )
  return inOrder(rows.map(toStoredSteps))
}

/** Where a run begins, with what it was told; by itself, as its steps are. */
export async function readEntry(pool: pg.Pool, { organizationId, id }: ClaimedRun): Promise<RunEntry | null> {
  const { rows } = await pool.query<{ entry: string }>(
    'select entry from runs where organization_id = $1 and id = $2',
    [organizationId, id],
  )
  return rows[0] ? (JSON.parse(rows[0].entry) as RunEntry) : null
}

type StoredRow = Omit<StoredStep, 'record'> & { record: string; earlier: string | null }

function toStoredSteps({ record, earlier, ...rest }: StoredRow) {
  return {
    step: { ...rest, record: JSON.parse(record) as StepRecord },
    earlier: earlier === null ? null : (JSON.parse(earlier) as RunStep[]).map(toEndedStep),
  }
}

function toEndedStep({ position, status, startedAt, finishedAt, record }: RunStep): StoredStep {
  return {
    position,
    nodeId: record.nodeId,
    status,
    startedAt: new Date(startedAt),
    finishedAt: finishedAt === null ? null : new Date(finishedAt),
    inFlight: null,
    record,
    value: null,
  }
}
