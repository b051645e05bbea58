import type pg from 'pg'
import type { RunQueue } from '../run-queue'
import { leaseSeconds } from './claim-runs'
import { type Heard, silenceSql } from './create-vigil'
import { inTransaction } from './in-transaction'
import { maxBatchSize, noticeOf } from './write-statement'

/**
 * Gives runs of the queue whose process died back to it, with a job of their own: that of the dead process
 * comes back later, and a worker that has only just started can't tell silence from an outage. Whoever had
 * such a run writes nothing any more. Safe to call in several processes at once.
 *
 * A run that changed hands very often is left to its job: it may be what its processes die of, and jobs count.
 * @param heard by this process, which need not be a worker
 * @returns how many there were
 */
export async function requeueAbandoned(
  pool: pg.Pool,
  queue: RunQueue,
  heard: Heard,
  lease = leaseSeconds,
): Promise<number> {
  let requeued = 0
  for (;;) {
    const count = await requeueSome(pool, queue, heard, lease)
    requeued += count
    if (count < maxBatchSize) return requeued
  }
}

async function requeueSome(pool: pg.Pool, queue: RunQueue, heard: Heard, lease: number): Promise<number> {
  return inTransaction(pool, async (client) => {
    const values = [heard.from, heard.until, lease]
    const { rows } = await client.query<{ id: string; organizationId: string }>(requeueStatement, values)
    const jobs = rows.map((run) => ({ run, afterMs: 0 }))
    await queue.add(client, jobs)
    return rows.length
  })
}

/** Two for each death, one for each delay. */
const maxFence = 20

const requeueStatement = `
with abandoned as (
  select organization_id, id from runs
  where status = 'running' and background and suspended_until is null and fence < ${maxFence}
    and ${silenceSql('$1', '$2')} >= $3::float8 * interval '1 second'
  order by heartbeat_at limit ${maxBatchSize} for update skip locked),
requeued as (
  update runs set status = 'queued', fence = runs.fence + 1, revision = runs.revision + 1
  from abandoned
  where runs.organization_id = abandoned.organization_id and runs.id = abandoned.id
  returning runs.id, runs.organization_id as "organizationId")
select id, "organizationId", (${noticeOf('requeued')}) as told from requeued`
