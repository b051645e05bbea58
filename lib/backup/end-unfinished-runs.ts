import type pg from 'pg'
import { interruptedSteps } from '@/lib/runs/interrupted-steps'
import { isTerminal, type RunError, runStatuses } from '@/lib/runs/schema'
import { relaxed } from './relax'

/**
 * Ends the runs that were queued, waiting or running at the time of a backup, in the transaction that is
 * under way, and says so in the audit log. Nobody knows what became of them since.
 * @param at when the backup was made
 * @returns how many there were
 */
export async function endUnfinishedRuns(client: pg.Client, at: Date): Promise<number> {
  const unfinished = runStatuses.filter((status) => !isTerminal(status))
  return relaxed(client, async () => {
    const { rowCount } = await client.query(
      `with ended as (
         update runs set status = case when cancel_requested_at is null then 'interrupted' else 'canceled' end,
           error = $1, finished_at = greatest(created_at, $2), revision = revision + 1,
           fence = fence + 1, suspended_until = null
         where status = any ($3)
         returning id, organization_id, flow_id, status, error, started_by_type, started_by_id, started_by_name,
           request_id)
       insert into audit_entries (id, organization_id, actor_type, actor_id, actor_name, action, object_type,
         object_id, object_name, details, request_id)
       select gen_random_uuid(), ended.organization_id, started_by_type, started_by_id, started_by_name,
         'run.finished', 'run', ended.id, name,
         jsonb_build_object('status', ended.status, 'code', error ->> 'code'), request_id
       from ended join flows on flows.organization_id = ended.organization_id and flows.id = flow_id`,
      [JSON.stringify(runError), at, unfinished],
    )
    await client.query(
      `update run_steps set finished_at = greatest(started_at, $1), ${interruptedSteps(message)}
       where status = 'running'`,
      [at],
    )
    return rowCount ?? 0
  })
}

const message = 'This run was still going on when a backup was made, which has been restored.'

const runError: RunError = { code: 'interrupted', message, nodeId: null }
