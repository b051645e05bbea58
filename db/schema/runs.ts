import { sql } from 'drizzle-orm'
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { RunEntry, RunError, RunStep, StepRecord } from '@/lib/runs/schema'
import { inFlightKinds, runStatuses, stepStatuses } from '@/lib/runs/schema'
import { flowVersions } from './flows'
import { jsonText } from './json-text'
import { isSweep, lookupPolicy, organizationPolicy } from './policies'

export const runs = pgTable(
  'runs',
  {
    id: uuid().notNull(),
    organizationId: uuid('organization_id').notNull(),
    flowId: uuid('flow_id').notNull(),
    flowVersionId: uuid('flow_version_id').notNull(),
    stage: text({ enum: ['draft', 'published'] }).notNull(),
    status: text({ enum: runStatuses }).notNull(),
    input: jsonb().$type<Record<string, unknown>>().notNull(),
    /** Of a run that does not begin at the start step. */
    entry: jsonText().$type<RunEntry>(),
    output: jsonb().$type<unknown>(),
    error: jsonb().$type<RunError>(),
    /** Carried by the queue: whoever takes it up goes on with it. Otherwise by the process that started it. */
    background: boolean().notNull().default(false),
    /** Raised by each process that takes the run up; whoever has an older one writes nothing any more. */
    fence: integer().notNull().default(1),
    /** The run waits until then, and no process holds it. */
    suspendedUntil: timestamp('suspended_until', { withTimezone: true, mode: 'date' }),
    /** The caller's, kept for 24 hours, and the hash of what came with it. */
    idempotencyKey: text('idempotency_key'),
    idempotencyHash: text('idempotency_hash'),
    /** Of the request that started it: for the log and the audit log. */
    requestId: text('request_id').notNull().default(''),
    startedByType: text('started_by_type', { enum: ['user', 'token', 'system'] }).notNull(),
    startedById: uuid('started_by_id'),
    startedByName: text('started_by_name').notNull(),
    /** Grows with every change of the run or its steps; watchers ask for what is newer than theirs. */
    revision: integer().notNull().default(1),
    /** Touched by the process that executes the run; an old one means that it died. */
    heartbeatAt: timestamp('heartbeat_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
    cancelRequestedAt: timestamp('cancel_requested_at', { withTimezone: true, mode: 'date' }),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
    startedAt: timestamp('started_at', { withTimezone: true, mode: 'date' }),
    finishedAt: timestamp('finished_at', { withTimezone: true, mode: 'date' }),
  },
  (table) => [
    // For whoever knows both and for whoever knows the id alone. Each index is written up to three times a run.
    primaryKey({ name: 'runs_pkey', columns: [table.id, table.organizationId] }),
    // A version has its flow, and that its organization: one reference says it all, and is checked once a run.
    foreignKey({
      name: 'runs_flow_version',
      columns: [table.organizationId, table.flowId, table.flowVersionId],
      foreignColumns: [flowVersions.organizationId, flowVersions.flowId, flowVersions.id],
    }).onDelete('cascade'),
    uniqueIndex('runs_idempotency_key')
      .on(table.organizationId, table.idempotencyKey)
      .where(sql`${table.idempotencyKey} is not null`),
    // No other index may begin with the organization, or the check of each step's foreign key may be planned
    // over it while the table is empty, and then reads all runs of the organization. Ids sort by time.
    // For deleting versions: no other index finds the runs of one, as its foreign key has to.
    index('runs_of_version').on(table.flowVersionId),
    index('runs_of_flow').on(table.flowId, table.id),
    index('runs_unfinished')
      .on(table.heartbeatAt)
      .where(sql`${table.status} in ('queued', 'running')`),
    organizationPolicy('runs'),
    // Whoever ends abandoned runs has to find them first, and can't know whose they are.
    lookupPolicy('runs', sql`${isSweep} and status in ('queued', 'running')`),
  ],
)

/**
 * Steps in the order of their execution: one a row, and with it those that had ended when it was stored first.
 * What fits into a page stays in the row as it is (`toast_tuple_target`): elsewhere it is two more rows, and
 * compressing it costs as much.
 */
export const runSteps = pgTable(
  'run_steps',
  {
    organizationId: uuid('organization_id').notNull(),
    runId: uuid('run_id').notNull(),
    /** Order of execution, from 0. */
    position: integer().notNull(),
    nodeId: text('node_id').notNull(),
    status: text({ enum: stepStatuses }).notNull(),
    /** Everything to show of the step, masked before it gets here. */
    record: jsonText().$type<StepRecord>().notNull(),
    /** Steps before this one that have no row of their own. Nothing about them changes any more. */
    earlier: jsonText().$type<RunStep[]>(),
    /** A request of the step may be on its way: one that may be repeated, or one that may leave only once. */
    inFlight: text('in_flight', { enum: inFlightKinds }),
    /** `steps.<key>` whole, while the run goes on and the record had to be cut. */
    value: jsonb().$type<unknown>(),
    startedAt: timestamp('started_at', { withTimezone: true, mode: 'date' }).notNull(),
    finishedAt: timestamp('finished_at', { withTimezone: true, mode: 'date' }),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.runId, table.position] }),
    foreignKey({
      columns: [table.organizationId, table.runId],
      foreignColumns: [runs.organizationId, runs.id],
    }).onDelete('cascade'),
    organizationPolicy('run_steps'),
  ],
)
