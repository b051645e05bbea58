import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { isDatabaseOutage } from '@/db/errors'
import { type Transaction, withOrg } from '@/db/client'
import { writeAuditEntry } from '@/lib/audit/write-audit-entry'
import type { OrgContext } from '@/lib/auth/context'
import type { StepReport } from '@/lib/executor/types'
import { createRedactor, type Redactor } from '@/lib/redact/create-redactor'
import { cutRecord } from './cut-record'
import { maskRecord } from './mask-record'
import type { RunError, RunStatus, StepRecord } from './schema'
import { storableJson } from './storable-json'

/** The run isn't this process's any more: somebody ended it in the database. Nothing may be added to it. */
export class RunLost extends Error {
  override readonly name = 'RunLost'
}

export type RunEnd = { status: RunStatus; output: unknown; error: RunError | null }

export type RunRecorder = {
  /** From now on these are masked. */
  addSecrets: (secrets: string[]) => void
  /** The value without the secrets added so far. */
  mask: <T>(value: T) => T
  recordStep: (report: StepReport) => Promise<void>
  finish: (end: RunEnd) => Promise<void>
}

/**
 * The one way from an execution into the database: everything is masked here, then cut, then stored, and
 * whoever watches is told.
 * @param run its id, and the name of its flow for the audit log
 */
export function createRunRecorder(ctx: OrgContext, run: { id: string; flowName: string }): RunRecorder {
  const secrets = new Set<string>()
  let redactor: Redactor | null = null
  const mask = () => (redactor ??= createRedactor([...secrets]))

  return {
    addSecrets(added) {
      for (const secret of added) secrets.add(secret)
      redactor = null
    },
    mask: (value) => mask().json(value),
    async recordStep(report) {
      const record = cutRecord(maskRecord(report.record, mask()))
      await storing(ctx, (tx) => storeStep(tx, ctx, run, { ...report, record }))
    },
    async finish(end) {
      const masked = { ...end, output: mask().json(end.output), error: mask().json(end.error) }
      await storing(ctx, (tx) => storeEnd(tx, ctx, run, masked))
    },
  }
}

async function storeStep(
  tx: Transaction,
  ctx: OrgContext,
  run: { id: string; flowName: string },
  { position, nodeId, status, startedAt, finishedAt, record }: StepReport,
): Promise<void> {
  const { rowCount } = await tx.execute(sql`
    with run as (
      update runs set revision = revision + 1, heartbeat_at = now()
      where organization_id = ${ctx.orgId} and id = ${run.id} and status = 'running'
      returning organization_id, id
    )
    insert into run_steps (organization_id, run_id, position, node_id, status, record, started_at, finished_at)
    select organization_id, id, ${position}::int, ${nodeId}, ${status}, ${storableJson(record)}::jsonb,
      ${startedAt.toISOString()}::timestamptz, ${finishedAt?.toISOString() ?? null}::timestamptz
    from run
    on conflict (organization_id, run_id, position)
      do update set status = excluded.status, record = excluded.record, finished_at = excluded.finished_at
    returning pg_notify('sluice_runs', ${run.id})`)
  if (rowCount === 0) throw new RunLost('The run has ended already.')
  if (record.error?.code === 'blocked') await auditBlocked(tx, ctx, run, record)
}

async function auditBlocked(
  tx: Transaction,
  ctx: OrgContext,
  run: { id: string; flowName: string },
  { label, endpoint }: StepRecord,
): Promise<void> {
  await writeAuditEntry(tx, ctx, {
    action: 'egress.blocked',
    objectType: 'run',
    objectId: run.id,
    objectName: run.flowName,
    details: { step: label, endpoint: endpoint?.name ?? null },
  })
}

async function storeEnd(
  tx: Transaction,
  ctx: OrgContext,
  run: { id: string; flowName: string },
  { status, output, error }: RunEnd,
): Promise<void> {
  const { rowCount } = await tx.execute(sql`
    update runs set status = ${status}, output = ${storableJson(output)}::jsonb,
      error = ${error && storableJson(error)}::jsonb, finished_at = ${new Date().toISOString()}::timestamptz,
      revision = revision + 1
    where organization_id = ${ctx.orgId} and id = ${run.id} and status = 'running'
    returning pg_notify('sluice_runs', ${run.id})`)
  if (rowCount === 0) throw new RunLost('The run has ended already.')
  await writeAuditEntry(tx, ctx, {
    action: 'run.finished',
    objectType: 'run',
    objectId: run.id,
    objectName: run.flowName,
    details: { status, code: error?.code ?? null },
  })
}

const giveUpAfterMs = 60_000

/** A result is worth waiting for a database that is away; what is stored twice is stored once. */
async function storing(ctx: OrgContext, store: (tx: Transaction) => Promise<void>): Promise<void> {
  const giveUpAt = Date.now() + giveUpAfterMs
  for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, 5_000)) {
    try {
      return await withOrg(ctx, store)
    } catch (error) {
      if (!isDatabaseOutage(error) || Date.now() + waitMs > giveUpAt) throw error
      await sleep(waitMs)
    }
  }
}
