import { type SQL, sql } from 'drizzle-orm'
import { type Database, withOrg } from '@/db/client'
import { writeAuditEntry } from '@/lib/audit/write-audit-entry'
import type { Actor } from '@/lib/auth/context'
import { runEnded } from '@/lib/metrics/metrics'
import { forgetValues } from './forget-values'
import { stoppedMessage } from './execute-run'
import { interruptedSteps } from './interrupted-steps'
import type { RunJob } from './run-queue'
import type { RunError } from './schema'
import { storableJson } from './storable-json'
import { type Heard, silenceSql } from './store/create-vigil'

/** Six heartbeats. */
const staleAfterSeconds = 30

/**
 * Ends the runs whose process died and that the queue does not carry, in all organizations, by the
 * database's clock. Safe to call in several processes at once. Called every 5 s by a process that hears the
 * others, it leaves no such run unfinished for longer than 40 s.
 * @returns how many it ended
 */
export async function endAbandonedRuns(db: Database, heard: Heard): Promise<number> {
  const isAbandoned = sql`not background and ${isSilent(heard)}`
  let ended = 0
  for (const run of await findAbandoned(db, isAbandoned)) {
    if (await interrupt(db, run, isAbandoned)) ended++
  }
  return ended
}

/**
 * Ends a run whose job failed too often: each time its process died.
 * @returns false when a process has it after all
 */
export async function endLostRun(db: Database, heard: Heard, run: RunJob): Promise<boolean> {
  await interrupt(db, run, sql`background and (status = 'queued' or ${isSilent(heard)})`)
  const { organizationId: orgId, runId } = run
  return withOrg({ db, orgId }, async (tx) => {
    const { rows } = await tx.execute(sql`
      select from runs
      where organization_id = ${orgId} and id = ${runId} and status in ('queued', 'running')`)
    return rows.length === 0
  })
}

async function findAbandoned(db: Database, isAbandoned: SQL): Promise<RunJob[]> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.sweep', 'on', true)`)
    const { rows } = await tx.execute<RunJob>(sql`
      select organization_id as "organizationId", id as "runId" from runs
      where status in ('queued', 'running') and ${isAbandoned}
      order by heartbeat_at limit 1000`)
    return rows
  })
}

async function interrupt(db: Database, { organizationId, runId }: RunJob, condition: SQL): Promise<boolean> {
  const ended = await withOrg({ db, orgId: organizationId }, async (tx) => {
    // Its process may have woken up since: it is asked again, under the row's lock.
    const { rows } = await tx.execute<InterruptedRow>(sql`
      update runs set finished_at = now(), revision = revision + 1, fence = fence + 1, suspended_until = null,
        status = case when cancel_requested_at is null then 'interrupted' else 'canceled' end
      where organization_id = ${organizationId} and id = ${runId} and status in ('queued', 'running')
        and ${condition}
      returning status, (
        select node_id from run_steps s
        where s.organization_id = runs.organization_id and s.run_id = runs.id and s.status = 'running'
        order by position desc limit 1
      ) as "nodeId", (
        select name from flows f where f.organization_id = runs.organization_id and f.id = runs.flow_id
      ) as "flowName", started_by_type as "actorType", started_by_id as "actorId", started_by_name as "actorName",
        request_id as "requestId", (extract(epoch from now() - created_at) * 1000)::float8 as ms,
        pg_notify('sluice_runs', ${runId})`)
    const [run] = rows
    if (!run) return null
    const { status: code, nodeId } = run
    const error: RunError = { code, message: stoppedMessage, nodeId }
    await tx.execute(sql`
      update runs set error = ${storableJson(error)}::jsonb
      where organization_id = ${organizationId} and id = ${runId}`)
    await tx.execute(sql`
      update run_steps set finished_at = now(), ${sql.raw(interruptedSteps(stepStopped))}
      where organization_id = ${organizationId} and run_id = ${runId} and status = 'running'`)
    await forgetValues(tx, organizationId, runId)
    const actor = { type: run.actorType, id: run.actorId, name: run.actorName } as Actor
    const about = { orgId: organizationId, actor, requestId: run.requestId, address: null }
    await writeAuditEntry(tx, about, {
      action: 'run.finished',
      ...{ objectType: 'run', objectId: runId, objectName: run.flowName },
      details: { status: run.status, code },
    })
    return run
  })
  if (ended) runEnded(ended.status, ended.ms)
  return ended !== null
}

type InterruptedRow = {
  status: 'interrupted' | 'canceled'
  nodeId: string | null
  flowName: string
  actorType: Actor['type']
  actorId: string | null
  actorName: string
  requestId: string
  ms: number
}

function isSilent({ from, until }: Heard): SQL {
  const silence = silenceSql(`'${from.toISOString()}'`, `'${until.toISOString()}'`)
  return sql.raw(`${silence} > interval '${staleAfterSeconds} seconds'`)
}

const stepStopped = 'Sluice stopped while this step was running.'
