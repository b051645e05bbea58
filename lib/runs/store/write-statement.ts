import { canceledError, type RunStatus } from '../schema'

/** Enough to share a commit, and few enough for one to be done quickly. */
export const maxBatchSize = 200

/**
 * SQL that tells of all runs of a set of rows in one notice, or of none when there are none: every process
 * hears every notice. The ids of `maxBatchSize` runs fit into the 8,000 bytes that one may have.
 */
export function noticeOf(rows: string): string {
  return `select pg_notify('sluice_runs', string_agg(id::text, ' ')) from ${rows} having count(*) > 0`
}

/**
 * SQL for a run in a state that leaves aside the index of unfinished runs: it leads to whatever waits in the
 * queue, and for a batch with the ids of its runs Postgres would read all of that. Of such a condition it
 * expects half to hold; of one that it understands hardly any, and then it compares each run with the whole
 * batch instead of looking them up.
 */
export function isIn(status: RunStatus): string {
  return `case when runs.status = '${status}' then true else false end`
}

/** What the audit log says of the end of a canceled run. */
const canceledDetails = { status: 'canceled', code: canceledError.code }

const runColumns = `id, organization_id, flow_id, flow_version_id, stage, status, input, output, error, background,
    idempotency_key, idempotency_hash, request_id, started_by_type, started_by_id, started_by_name, created_at,
    started_at, finished_at`
const stepColumns = `organization_id, run_id, position, node_id, status, record, earlier, in_flight, value,
    started_at, finished_at`
const auditColumns = `id, organization_id, at, actor_type, actor_id, actor_name, action, object_type, object_id,
    object_name, details, request_id, address`

/**
 * Writes a batch of `RunWrite`s in one statement, and so in one round trip and one commit.
 *
 * $1, $4 and $7 are runs, rows of steps and audit entries as `toParameters` makes them. What is a document of
 * its own comes as lines, one for each run or row: $2 and $3 are inputs and outputs of the runs, $5 the records
 * of the rows' steps and $6 their earlier steps. An empty line is nothing.
 * A run that was asked to be canceled ends as canceled, whatever it came to in the meantime and its audit entry
 * says of that, and is not laid aside or given back. Rows of runs that are not there any more, or no longer the writer's, are left out with
 * everything that belongs to them.
 */
export const writeStatement = `
with run as materialized (
  select * from rows from (
    string_to_table($2, E'\\n'),
    string_to_table($3, E'\\n'),
    jsonb_to_recordset($1::jsonb) as (
      "isNew" boolean, id uuid, "organizationId" uuid, "flowId" uuid, "flowVersionId" uuid, stage text,
      status text, error jsonb, background boolean, fence int, "suspendMs" float8,
      "idempotencyKey" text, "idempotencyHash" text, "requestId" text,
      "startedByType" text, "startedById" uuid, "startedByName" text,
      "createdAt" timestamptz, "startedAt" timestamptz, "finishedAt" timestamptz, entry text)
  ) as r (input, output)
),
inserted as (
  insert into runs (${runColumns}, entry, suspended_until)
  select id, "organizationId", "flowId", "flowVersionId", stage, status, input::jsonb,
    nullif(output, '')::jsonb, error, background, "idempotencyKey", "idempotencyHash", "requestId",
    "startedByType", "startedById", "startedByName", "createdAt", "startedAt", "finishedAt", entry,
    now() + "suspendMs" * interval '1 millisecond'
  from run where "isNew"
  on conflict do nothing
  returning id, revision, status, organization_id, started_by_type, started_by_id, started_by_name, request_id
),
changed as (
  update runs set
    status = case
      when runs.cancel_requested_at is null then run.status
      when run."finishedAt" is null then 'running'
      else 'canceled' end,
    output = case when runs.cancel_requested_at is null then nullif(run.output, '')::jsonb end,
    error = case when run."finishedAt" is null or run.status = 'canceled' or runs.cancel_requested_at is null
      then run.error else '${JSON.stringify(canceledError)}'::jsonb end,
    finished_at = run."finishedAt",
    background = runs.background or run.background,
    suspended_until = now() + run."suspendMs" * interval '1 millisecond',
    revision = runs.revision + 1, heartbeat_at = now()
  from run
  where not run."isNew" and runs.organization_id = run."organizationId" and runs.id = run.id
    and runs.id = any ((select array_agg(id) from run where not "isNew")::uuid[])
    and runs.fence = run.fence and ${isIn('running')}
    and (run."suspendMs" is null or (runs.cancel_requested_at is null and runs.suspended_until is null))
  returning runs.id, runs.revision, runs.status, runs.organization_id, runs.started_by_type,
    runs.started_by_id, runs.started_by_name, runs.request_id
),
touched as (select * from inserted union all select * from changed),
steps as (
  insert into run_steps (${stepColumns})
  select organization_id, "runId", position, "nodeId", step.status, record, nullif(earlier, ''), "inFlight",
     value, "startedAt", "finishedAt"
  from rows from (
    string_to_table($5, E'\\n'),
    string_to_table($6, E'\\n'),
    jsonb_to_recordset($4::jsonb) as (
      "runId" uuid, position int, "nodeId" text, status text, "inFlight" text, value jsonb,
      "startedAt" timestamptz, "finishedAt" timestamptz)
  ) as step (record, earlier)
  join touched on touched.id = step."runId"
  on conflict (organization_id, run_id, position) do update set status = excluded.status,
    record = excluded.record, in_flight = excluded.in_flight,
    value = excluded.value, finished_at = excluded.finished_at,
    earlier = coalesce(excluded.earlier, run_steps.earlier)
),
audits as (
  insert into audit_entries (${auditColumns})
  select entry.id, organization_id, now(), started_by_type, started_by_id, started_by_name, action, 'run',
    "runId", "flowName",
    case when action = 'run.finished' and touched.status = 'canceled'
      then '${JSON.stringify(canceledDetails)}'::jsonb else details end,
    request_id, address
  from jsonb_to_recordset($7::jsonb) as entry (
    id uuid, "runId" uuid, action text, "flowName" text, details jsonb, address text)
  join touched on touched.id = entry."runId"
)
select id, revision, status, (${noticeOf('changed')}) as told from touched`

/**
 * The same for a single new run without an entry, with one row of steps and one or two audit entries, as `toNewRunValues` makes
 * them: what a run comes to for a caller who is alone. Nothing has to be taken apart, and nothing joined, so that
 * Postgres takes half as long.
 */
export const newRunStatement = `
with run as (
  insert into runs (${runColumns})
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
  on conflict do nothing
  returning *
),
step as (
  insert into run_steps (${stepColumns})
  select organization_id, id, $20, $21, $22, $23, $24, $25, $26, $27, $28 from run
),
audits as (
  insert into audit_entries (${auditColumns})
  select entry.id, organization_id, now(), started_by_type, started_by_id, started_by_name, action, 'run', run.id,
    $29, details, request_id, $30
  from run, (values ($31::uuid, $32, $33::jsonb), ($34::uuid, $35, $36::jsonb)) as entry (id, action, details)
  where entry.id is not null
)
select id, revision, status from run`
