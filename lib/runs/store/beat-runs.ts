import type pg from 'pg'
import { isIn } from './write-statement'

type Held = { id: string; orgId: string; fence: number }

/**
 * Says that the runs are alive in this process. A row that somebody else is changing just now is left out: to
 * wait for it while others are held is how deadlocks come about, and this process's own changes beat too.
 * @returns those that still are this process's, and whether somebody wants them canceled
 */
export async function beatRuns(
  pool: pg.Pool,
  runs: Held[],
): Promise<Map<string, { cancelRequested: boolean }>> {
  const { rows } = await pool.query<{ id: string; cancelRequested: boolean }>(
    `with held as materialized (
       select * from unnest($1::uuid[], $2::uuid[], $3::int[]) as held (organization_id, id, fence)),
     free as (
       select runs.organization_id, runs.id from held join runs on ${isHeld}
       for no key update of runs skip locked),
     beaten as (
       update runs set heartbeat_at = now() from free
       where runs.organization_id = free.organization_id and runs.id = free.id and runs.id = any ($2::uuid[]))
     select runs.id, cancel_requested_at is not null as "cancelRequested" from held join runs on ${isHeld}`,
    [runs.map(({ orgId }) => orgId), runs.map(({ id }) => id), runs.map(({ fence }) => fence)],
  )
  return new Map(rows.map(({ id, cancelRequested }) => [id, { cancelRequested }]))
}

const isHeld = `runs.organization_id = held.organization_id and runs.id = held.id and runs.id = any ($2::uuid[])
  and runs.fence = held.fence and ${isIn('running')}`
