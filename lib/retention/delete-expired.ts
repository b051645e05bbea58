import { type SQL, sql } from 'drizzle-orm'
import { type Database, type Transaction, withOrg } from '@/db/client'
import { sessionDays, sessionIdleHours } from '@/lib/auth/sessions'
import { restorableDays } from '@/lib/deleted/schema'
import { listAllOrganizations } from '@/lib/organizations/list-all-organizations'
import { idempotencyHours } from '@/lib/runs/schema'

/** Rows a transaction: few enough that nobody waits for them, and for the statement's time limit. */
const batchSize = 100
/** For so long the link of an invitation that was used, or ran out, leads to a page that says so. */
const invitationDays = 30

type Options = {
  /** Whole days that runs are kept after they ended. */
  retentionDays: number
  /** Instead of the database's clock. */
  now?: Date
  /** Ends it after the batch at hand; what is left is for the next time. */
  signal?: AbortSignal
}

/** How many rows there were of each. */
export type Deleted = Record<
  | 'runs'
  | 'idempotencyKeys'
  | 'flowVersions'
  | 'flows'
  | 'endpoints'
  | 'invitations'
  | 'sessions'
  | 'rateLimits',
  number
>

/**
 * Deletes what has outlived its use, in all organizations: runs with their steps, keys of repeated
 * requests, frozen drafts that no run is left of, flows and endpoints that were deleted and can't be restored
 * any more, invitations that were used or ran out, sessions and counters. Audit entries stay for good, and published versions as long as their flow.
 *
 * Each batch is a transaction of its own, in the scope of one organization like everything else, so no
 * policy has to allow more. Several processes may do it at once: each leaves out the rows that another
 * one holds.
 */
export async function deleteExpired(db: Database, { retentionDays, now, signal }: Options): Promise<Deleted> {
  const deleted: Deleted = {
    runs: 0,
    idempotencyKeys: 0,
    flowVersions: 0,
    flows: 0,
    endpoints: 0,
    invitations: 0,
    sessions: 0,
    rateLimits: 0,
  }
  const instant = now ? sql`${now.toISOString()}::timestamptz` : sql`now()`
  const ago = (days: number) => sql`${instant} - make_interval(days => ${days})`

  /** Until a batch is not full: then none are left, or others are at them. */
  const exhaust = async (what: keyof Deleted, batch: () => Promise<number>, size = batchSize) => {
    for (let count = size; count === size && !signal?.aborted; deleted[what] += count) {
      count = await batch()
    }
  }
  for (const { id: orgId } of await db.transaction(listAllOrganizations)) {
    const inOrg = (work: (tx: Transaction) => Promise<number>) => () => withOrg({ db, orgId }, work)
    await exhaust(
      'runs',
      inOrg((tx) => deleteRuns(tx, orgId, ago(retentionDays))),
    )
    await exhaust(
      'idempotencyKeys',
      inOrg((tx) => forgetIdempotencyKeys(tx, orgId, instant)),
    )
    await exhaust(
      'flowVersions',
      inOrg((tx) => deleteFlowVersions(tx, orgId, ago(retentionDays))),
    )
    await exhaust(
      'flows',
      inOrg((tx) => deleteFlow(tx, orgId, ago(restorableDays))),
      1,
    )
    await exhaust(
      'endpoints',
      inOrg((tx) => deleteEndpoints(tx, orgId, ago(restorableDays))),
    )
    await exhaust(
      'invitations',
      inOrg((tx) => deleteInvitations(tx, orgId, ago(invitationDays))),
    )
  }
  await exhaust('sessions', () => deleteSessions(db, instant))
  await exhaust('rateLimits', () => deleteRateLimits(db, instant))
  return deleted
}

async function deleteRuns(tx: Transaction, orgId: string, before: SQL): Promise<number> {
  return countOf(
    tx,
    sql`
    delete from runs where organization_id = ${orgId} and id in (
      select id from runs
      where organization_id = ${orgId} and id < ${firstIdOf(before)} and finished_at < ${before}
      order by id limit ${batchSize} for update skip locked)`,
  )
}

async function forgetIdempotencyKeys(tx: Transaction, orgId: string, now: SQL): Promise<number> {
  return countOf(
    tx,
    sql`
    update runs set idempotency_key = null, idempotency_hash = null
    where organization_id = ${orgId} and id in (
      select id from runs
      where organization_id = ${orgId} and idempotency_key is not null
        and created_at < ${now} - make_interval(hours => ${idempotencyHours})
      limit ${batchSize} for update skip locked)`,
  )
}

/**
 * Two statements, because a run may be stored between them: once the versions are locked, none can be
 * any more, and only a new statement sees those that were stored before. A version of the draft as it is
 * now, or one younger than runs get, may be about to run.
 */
async function deleteFlowVersions(tx: Transaction, orgId: string, before: SQL): Promise<number> {
  const unused = sql`not exists (
    select from runs r where r.organization_id = v.organization_id and r.flow_version_id = v.id)`
  const { rows } = await tx.execute<{ id: string }>(sql`
    select v.id from flow_versions v join flows f on f.organization_id = v.organization_id and f.id = v.flow_id
    where v.organization_id = ${orgId} and v.published_number is null and v.draft_version < f.version
      and v.id < ${firstIdOf(before)} and ${unused}
    limit ${batchSize} for update of v skip locked`)
  if (rows.length === 0) return 0
  const ids = sql.join(
    rows.map(({ id }) => sql`${id}`),
    sql`, `,
  )
  await tx.execute(sql`
    delete from flow_versions v where v.organization_id = ${orgId} and v.id in (${ids}) and ${unused}`)
  return rows.length
}

/**
 * A flow that was deleted, with all of its versions, once no run is left to tell of them: runs may be kept
 * longer. None is started of a flow that is deleted, and one flow may have many versions.
 */
async function deleteFlow(tx: Transaction, orgId: string, before: SQL): Promise<number> {
  return countOf(
    tx,
    sql`
    delete from flows where organization_id = ${orgId} and id in (
      select f.id from flows f
      where f.organization_id = ${orgId} and f.deleted_at < ${before}
        and not exists (select from runs r where r.organization_id = f.organization_id and r.flow_id = f.id)
      limit 1 for update skip locked)`,
  )
}

/** Endpoints that were deleted. Nothing uses them, or they could not have been. */
async function deleteEndpoints(tx: Transaction, orgId: string, before: SQL): Promise<number> {
  return countOf(
    tx,
    sql`
    delete from endpoints where organization_id = ${orgId} and id in (
      select e.id from endpoints e
      where e.organization_id = ${orgId} and e.deleted_at < ${before} and not exists (
        select from endpoint_uses u where u.organization_id = e.organization_id and u.endpoint_id = e.id)
      limit ${batchSize} for update skip locked)`,
  )
}

async function deleteInvitations(tx: Transaction, orgId: string, before: SQL): Promise<number> {
  return countOf(
    tx,
    sql`
    delete from invitations where organization_id = ${orgId} and id in (
      select id from invitations
      where organization_id = ${orgId} and coalesce(accepted_at, expires_at) < ${before}
      limit ${batchSize} for update skip locked)`,
  )
}

/**
 * The lowest of the ids (UUID version 7) that could have been made at that time. Their milliseconds begin with
 * 1970: before that there were none, and a negative number would make the highest.
 */
function firstIdOf(time: SQL): SQL {
  const ms = sql`greatest(extract(epoch from ${time}) * 1000, 0)::bigint`
  return sql`(lpad(to_hex(${ms}), 12, '0') || '70008000000000000000')::uuid`
}

async function deleteSessions(db: Database, now: SQL): Promise<number> {
  return countOf(
    db,
    sql`
    delete from sessions where id in (
      select id from sessions
      where last_seen_at < ${now} - make_interval(hours => ${sessionIdleHours})
        or created_at < ${now} - make_interval(days => ${sessionDays})
      limit ${batchSize} for update skip locked)`,
  )
}

/** The counters' own times are milliseconds since 1970. */
async function deleteRateLimits(db: Database, now: SQL): Promise<number> {
  return countOf(
    db,
    sql`
    delete from rate_limits where key in (
      select key from rate_limits where expire < extract(epoch from ${now}) * 1000
      limit ${batchSize} for update skip locked)`,
  )
}

async function countOf(db: Pick<Database, 'execute'>, statement: SQL): Promise<number> {
  const { rowCount } = await db.execute(statement)
  return rowCount ?? 0
}
