import { withOrg } from '@/db/client'
import type { OrgContext } from '@/lib/auth/context'
import { AppError, type FieldError } from '@/lib/errors'
import { findUsedEndpoints } from '@/lib/flows/endpoint-uses'
import { findFlow } from '@/lib/flows/flow-rows'
import { freezeDraft } from '@/lib/flows/freeze-draft'
import { findProblems } from '@/lib/flows/problems'
import { refuseProblems } from '@/lib/flows/refuse-problems'
import type { FlowDefinition } from '@/lib/flows/schema'
import { newId } from '@/lib/new-id'
import { isDraining } from '@/lib/shutdown'
import { inputErrors } from './check-input'
import { prepareEntry, problemsFrom } from './prepare-entry'
import type { Run, StartRunInput } from './schema'
import { keptJson } from './storable-json'
import type { NewRun } from './store/run-write'
import { timeText } from './time-text'

/** What is to be run. */
export type RunnableVersion = {
  flowId: string
  flowName: string
  versionId: string
  publishedNumber: number | null
  draftVersion: number
  definition: FlowDefinition
}

/** A caller's key, and the hash of everything that came with it. */
export type Idempotency = { key: string; hash: string }

export type PreparedRun = { insert: NewRun; version: RunnableVersion }

export type PrepareRunInput = StartRunInput & { flowId: string; idempotency?: Idempotency | null }

/**
 * Everything that has to be right before there is a run.
 * @throws AppError `not_found`, `unprocessable` for a flow that can't run or was never published,
 *   `invalid_input` with a field error for each bad input, `rate_limited`, `unavailable` while the process stops
 */
export async function prepareRun(ctx: OrgContext, asked: PrepareRunInput): Promise<PreparedRun> {
  if (isDraining()) {
    throw new AppError('unavailable', 'Sluice is restarting. Try again in a moment.', {
      retryAfterSeconds: 5,
    })
  }
  const { flowId, stage, idempotency = null } = asked
  const version = await (stage === 'draft'
    ? findDraft(ctx, asked)
    : ctx.reads.publishedFlow(ctx.orgId, flowId))
  const input = storable(asked.input)
  refuseInput(inputErrors(version.definition, input, { isPartial: asked.entry !== undefined }))
  await ctx.rateLimits.take('runs', ctx.orgId)
  const entry = asked.entry ? storable(await prepareEntry(ctx, version, asked.entry)) : null
  const insert: NewRun = {
    id: newId(),
    organizationId: ctx.orgId,
    flowId: version.flowId,
    flowVersionId: version.versionId,
    stage,
    input,
    entry,
    background: false,
    idempotencyKey: idempotency?.key ?? null,
    idempotencyHash: idempotency?.hash ?? null,
    requestId: ctx.requestId,
    startedByType: ctx.actor.type,
    startedById: ctx.actor.id,
    startedByName: ctx.actor.name,
    createdAt: new Date(), // in milliseconds, which is what a cursor can carry
  }
  return { insert, version }
}

/** @throws AppError `not_found` or `unprocessable` */
async function findDraft(ctx: OrgContext, { flowId, entry }: PrepareRunInput): Promise<RunnableVersion> {
  return withOrg(ctx, async (tx) => {
    const flow = await findFlow(tx, ctx.orgId, flowId)
    const endpoints = await findUsedEndpoints(tx, ctx.orgId, flow.definition, { lock: false })
    const problems = findProblems(flow.definition, { endpoints })
    refuseProblems(flow.definition, entry ? problemsFrom(flow.definition, problems, entry) : problems)
    const { id: versionId, ...version } = await freezeDraft(tx, ctx.orgId, flow)
    return { ...version, versionId, flowName: flow.name }
  })
}

/** What a run is given, as the database can keep it, and as the flow then sees it. */
function storable<T>(given: T): T {
  const json = keptJson(given)
  // U+FFFD stands where something had to give way, or was there before: either way it is right afterwards.
  return json.includes('\ufffd') ? (JSON.parse(json) as T) : given
}

function refuseInput(fieldErrors: FieldError[]): void {
  const [first] = fieldErrors
  if (!first) return
  const message = fieldErrors.length === 1 ? first.message : 'Some inputs need another look.'
  throw new AppError('invalid_input', message, { fieldErrors })
}

/** The run as it is on its first day. */
export function toNewRun({ insert, version }: PreparedRun, status: Run['status']): Run {
  const createdAt = timeText(insert.createdAt)
  return {
    id: insert.id,
    flowId: insert.flowId,
    flowName: version.flowName,
    stage: insert.stage,
    publishedNumber: version.publishedNumber,
    draftVersion: version.draftVersion,
    status,
    error: null,
    startedBy: { type: insert.startedByType, name: insert.startedByName },
    createdAt,
    startedAt: status === 'queued' ? null : createdAt,
    finishedAt: null,
    durationMs: null,
    revision: 1,
    cancelRequested: false,
    input: insert.input,
    entry: insert.entry,
    output: null,
    steps: [],
  }
}
