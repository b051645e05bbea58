import { and, eq } from 'drizzle-orm'
import { type Transaction, withOrg } from '@/db/client'
import { flowVersions, runs } from '@/db/schema'
import { writeAuditEntry } from '@/lib/audit/write-audit-entry'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { AppError, type FieldError } from '@/lib/errors'
import { findUsedEndpoints } from '@/lib/flows/endpoint-uses'
import { findFlow } from '@/lib/flows/flow-rows'
import { freezeDraft } from '@/lib/flows/freeze-draft'
import { findProblems } from '@/lib/flows/problems'
import { refuseProblems } from '@/lib/flows/refuse-problems'
import type { FlowDefinition } from '@/lib/flows/schema'
import { log } from '@/lib/log'
import { newId } from '@/lib/new-id'
import { isDraining } from '@/lib/shutdown'
import { inputErrors } from './check-input'
import { executeRun } from './execute-run'
import { getRun } from './get-run'
import { runChannel } from './run-channel'
import { type StopReason, trackRun } from './running-runs'
import type { Run, StartRunInput } from './schema'
import { storableJson } from './storable-json'

export type StartedRun = {
  run: Run
  /** The run as it ended. Rejects only when it can't be read any more. */
  finished: Promise<Run>
}

/**
 * Stores a run of a flow, and executes it in this process. The run is stored when this resolves.
 * @throws AppError `not_found`, `unprocessable` for a flow that can't run or was never published,
 *   `invalid_input` with a field error for each bad input
 */
export async function startRun(
  ctx: OrgContext,
  { flowId, ...input }: StartRunInput & { flowId: string },
): Promise<StartedRun> {
  requireRole(ctx, 'editor')
  if (isDraining()) {
    throw new AppError('unavailable', 'Sluice is restarting. Try again in a moment.', {
      retryAfterSeconds: 5,
    })
  }
  const { run, definition } = await withOrg(ctx, (tx) => insertRun(tx, ctx, flowId, input))
  const stop = new AbortController()
  const execution = {
    definition,
    input: input.input,
    run: { id: run.id, startedAt: run.createdAt },
    flowName: run.flowName,
  }
  const executed = followingCancellation(ctx, run.id, stop, () => executeRun(ctx, execution, stop.signal))
  trackRun({
    id: run.id,
    orgId: ctx.orgId,
    db: ctx.db,
    stop: (reason: StopReason) => stop.abort(reason),
    finished: executed,
  })
  return { run, finished: executed.then(() => getRun(ctx, { id: run.id })) }
}

type Version = typeof flowVersions.$inferSelect & { flowName: string }

async function insertRun(
  tx: Transaction,
  ctx: OrgContext,
  flowId: string,
  { input, stage }: StartRunInput,
): Promise<{ run: Run; definition: FlowDefinition }> {
  const version = await findVersion(tx, ctx, flowId, stage)
  refuseInput(inputErrors(version.definition, input))
  const id = newId()
  const now = new Date() // in milliseconds, which is what a cursor can carry
  await tx.insert(runs).values({
    id,
    organizationId: ctx.orgId,
    flowId,
    flowVersionId: version.id,
    stage,
    status: 'running',
    input: JSON.parse(storableJson(input)) as typeof input,
    startedByType: ctx.actor.type,
    startedById: ctx.actor.id,
    startedByName: ctx.actor.name,
    createdAt: now,
    startedAt: now,
  })
  await writeAuditEntry(tx, ctx, {
    action: 'run.started',
    objectType: 'run',
    objectId: id,
    objectName: version.flowName,
    details: { stage },
  })
  return { run: newRun(ctx, id, version, stage, input, now.toISOString()), definition: version.definition }
}

/** @throws AppError `not_found` or `unprocessable` */
async function findVersion(
  tx: Transaction,
  ctx: OrgContext,
  flowId: string,
  stage: StartRunInput['stage'],
): Promise<Version> {
  const flow = await findFlow(tx, ctx.orgId, flowId)
  if (stage === 'draft') {
    const endpoints = await findUsedEndpoints(tx, ctx.orgId, flow.definition, { lock: false })
    refuseProblems(flow.definition, findProblems(flow.definition, { endpoints }))
    return { ...(await freezeDraft(tx, ctx.orgId, flow)), flowName: flow.name }
  }
  if (flow.publishedVersionId === null) {
    throw new AppError('unprocessable', 'This flow was never published. Publish it, or run its draft.')
  }
  const [version] = await tx
    .select()
    .from(flowVersions)
    .where(and(eq(flowVersions.organizationId, ctx.orgId), eq(flowVersions.id, flow.publishedVersionId)))
  if (!version) throw new Error('A flow points at a published version that is not there.')
  return { ...version, flowName: flow.name }
}

function refuseInput(fieldErrors: FieldError[]): void {
  const [first] = fieldErrors
  if (!first) return
  const message = fieldErrors.length === 1 ? first.message : 'Some inputs need another look.'
  throw new AppError('invalid_input', message, { fieldErrors })
}

function newRun(
  ctx: OrgContext,
  id: string,
  version: Version,
  stage: Run['stage'],
  input: Record<string, unknown>,
  now: string,
): Run {
  return {
    id,
    flowId: version.flowId,
    flowName: version.flowName,
    stage,
    publishedNumber: version.publishedNumber,
    draftVersion: version.draftVersion,
    status: 'running',
    error: null,
    startedBy: { type: ctx.actor.type, name: ctx.actor.name },
    createdAt: now,
    startedAt: now,
    finishedAt: null,
    durationMs: null,
    revision: 1,
    cancelRequested: false,
    input,
    output: null,
    steps: [],
  }
}

/** While the run executes, somebody's asking to cancel it stops it. */
async function followingCancellation(
  ctx: OrgContext,
  runId: string,
  stop: AbortController,
  execute: () => Promise<void>,
): Promise<void> {
  const look = async () => {
    if (await isCancelRequested(ctx, runId)) stop.abort('canceled')
  }
  const unsubscribe = runChannel(ctx.db).subscribe('sluice_run_cancel', runId, () => {
    // The heartbeat looks again, should the database be away just now.
    look().catch((err: unknown) => log.warn({ err, runId }, 'could not look for a cancellation'))
  })
  try {
    await execute()
  } finally {
    unsubscribe()
  }
}

async function isCancelRequested(ctx: OrgContext, runId: string): Promise<boolean> {
  const [row] = await withOrg(ctx, (tx) =>
    tx
      .select({ at: runs.cancelRequestedAt })
      .from(runs)
      .where(and(eq(runs.organizationId, ctx.orgId), eq(runs.id, runId))),
  )
  return row?.at != null
}
