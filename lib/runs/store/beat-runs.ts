import type pg from 'pg'
import { isIn } from './write-statement'

type Held = { id: string; orgId: string; fence: number }

/**
 * Says that the runs are alive in this process.
 * @returns those that still are this process's, and whether somebody wants them canceled
 */
export async function beatRuns(
  pool: pg.Pool,
  runs: Held[],
): Promise<Map<string, { cancelRequested: boolean }>> {
  const { rows } = await pool.query<{ id: string; cancelRequested: boolean }>(
    `update runs set heartbeat_at = now()
     from unnest($1::uuid[], $2::uuid[], $3::int[]) as held (organization_id, id, fence)
     where runs.organization_id = held.organization_id and runs.id = held.id and runs.id = any ($2::uuid[])
       and runs.fence = held.fence and ${isIn('running')}
     returning runs.id, cancel_requested_at is not null as "cancelRequested"`,
    [runs.map(({ orgId }) => orgId), runs.map(({ id }) => id), runs.map(({ fence }) => fence)],
  )
  return new Map(rows.map(({ id, cancelRequested }) => [id, { cancelRequested }]))
}
