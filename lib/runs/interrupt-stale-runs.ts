import { sql } from 'drizzle-orm'
import { type Database, withOrg } from '@/db/client'
import { storableJson } from './storable-json'
import { stoppedMessage } from './execute-run'
import type { RunError, StepError } from './schema'

/** Three heartbeats. */
const staleAfterSeconds = 30

type StaleRun = { organizationId: string; id: string }

/**
 * Ends the runs whose process died, in all organizations, by the database's clock. Safe to call in several
 * processes at once. Called every 10 s, it leaves no run unfinished for longer than 45 s.
 * @returns how many it ended
 */
export async function interruptStaleRuns(db: Database): Promise<number> {
  let ended = 0
  for (const run of await findStale(db)) {
    if (await interrupt(db, run)) ended++
  }
  return ended
}

async function findStale(db: Database): Promise<StaleRun[]> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.sweep', 'on', true)`)
    const { rows } = await tx.execute<StaleRun>(sql`
      select organization_id as "organizationId", id from runs
      where status in ('queued', 'running') and ${isStale}
      order by heartbeat_at limit 1000`)
    return rows
  })
}

async function interrupt(db: Database, { organizationId, id }: StaleRun): Promise<boolean> {
  return withOrg({ db, orgId: organizationId }, async (tx) => {
    // Its process may have woken up since: it is asked again, under the row's lock.
    const { rows } = await tx.execute<{ status: 'interrupted' | 'canceled'; nodeId: string | null }>(sql`
      update runs set finished_at = now(), revision = revision + 1,
        status = case when cancel_requested_at is null then 'interrupted' else 'canceled' end
      where organization_id = ${organizationId} and id = ${id} and status in ('queued', 'running') and ${isStale}
      returning status, (
        select node_id from run_steps s
        where s.organization_id = runs.organization_id and s.run_id = runs.id and s.status = 'running'
        order by position desc limit 1
      ) as "nodeId", pg_notify('sluice_runs', ${id})`)
    const [run] = rows
    if (!run) return false
    const { status: code, nodeId } = run
    const error: RunError = { code, message: stoppedMessage, nodeId }
    await tx.execute(sql`
      update runs set error = ${storableJson(error)}::jsonb
      where organization_id = ${organizationId} and id = ${id}`)
    await tx.execute(sql`
      update run_steps set status = 'failed', finished_at = now(),
        record = record || jsonb_build_object('error', ${storableJson(unknownOutcome)}::jsonb)
      where organization_id = ${organizationId} and run_id = ${id} and status = 'running'`)
    return true
  })
}

const isStale = sql.raw(`heartbeat_at < now() - interval '${staleAfterSeconds} seconds'`)

const unknownOutcome: StepError = {
  code: 'unknown_outcome',
  phase: null,
  message: 'Sluice stopped while this step was running. Nobody knows whether the API got the request.',
  limitSeconds: null,
  elapsedMs: null,
}
