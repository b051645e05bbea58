import { createHash } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { withOrg } from '@/db/client'
import { runs } from '@/db/schema'
import { type OrgContext, requireRole } from '@/lib/auth/context'
import { AppError } from '@/lib/errors'
import type { StopSignal } from '@/lib/http/stop'
import { runStarted } from '@/lib/metrics/metrics'
import { type ExecutingRun, executeRun } from './execute-run'
import { getRun } from './get-run'
import { type PreparedRun, prepareRun, type PrepareRunInput, toNewRun } from './prepare-run'
import { KeyTaken, type RecordedEnd } from './record-run'
import { idempotencyHours, type Run } from './schema'
import { newRunFence, runningState, runStart } from './store/run-write'
import { timeText } from './time-text'
import { untilEnded } from './until-ended'

/**
 * Waits for the run as it ended. Only where others bring it to its end it has to be followed, until then or
 * until the signal that `follow` gives. Rejects with the signal's reason, or when the run can't be read.
 */
type Finished = (follow?: () => StopSignal) => Promise<Run>

export type StartedRun = {
  /** The run as it is known to be by now. */
  run: Run
  finished: Finished
}

type Input = PrepareRunInput

/**
 * Stores a run of a flow, and executes it in this process. The run is stored when this resolves.
 * @throws AppError as `prepareRun` does, and `unavailable` when it can't be stored
 */
export async function startRun(ctx: OrgContext, input: Input): Promise<StartedRun> {
  requireRole(ctx, 'editor')
  const prepared = await prepareRun(ctx, input)
  const executing = execute(ctx, prepared, { storeFirst: true })
  const { recorder, finished } = executing
  // What keeps the run from being stored ends it, and is logged there.
  await Promise.race([recorder.store().catch(() => finished), finished])
  if (!recorder.isStored()) throw unstored('The run could not be stored, and did nothing.')
  runStarted('editor')
  return {
    run: toNewRun(prepared, 'running'),
    finished: (follow) => endOf(ctx, prepared, executing, follow),
  }
}

export type CalledRun = {
  id: string
  finished: Finished
  /** Stores the run if that has not happened yet. @returns it as it is now */
  soFar: () => Promise<Run>
}

/**
 * Runs a flow in this process for a caller who waits for its end. It is stored when it has ended, or before
 * its first request that may leave only once, or when it takes a moment. With an idempotency key it is
 * stored first, and whoever comes later with the same key gets the same run.
 * @throws AppError as `prepareRun` does, and `idempotency_mismatch`
 */
export async function callFlow(ctx: OrgContext, input: Input): Promise<CalledRun> {
  requireRole(ctx, 'editor')
  const prepared = await prepareUnlessRepeated(ctx, input)
  if (typeof prepared === 'string') return sameRun(ctx, prepared)
  const executing = execute(ctx, prepared, {
    // What it was told may be large, and is not to be stored together with all that it comes to.
    storeFirst: input.idempotency != null || prepared.insert.entry !== null,
  })
  try {
    if (input.idempotency) await Promise.race([executing.recorder.store(), executing.finished])
  } catch (error) {
    if (!(error instanceof KeyTaken)) throw error
    const found = await findRunOfKey(ctx, input)
    return found === null ? callFlow(ctx, input) : sameRun(ctx, found)
  }
  const { id } = prepared.insert
  runStarted('sync')
  return {
    id,
    finished: (follow) => endOf(ctx, prepared, executing, follow),
    async soFar() {
      await executing.recorder.store()
      return orUnstored(executing, getRun(ctx, { id }))
    },
  }
}

/**
 * Stores a run for a worker to execute. The run is accepted when this resolves.
 * @throws AppError as `callFlow` does
 */
export async function queueRun(ctx: OrgContext, input: Input): Promise<Run> {
  requireRole(ctx, 'editor')
  const prepared = await prepareUnlessRepeated(ctx, input)
  if (typeof prepared === 'string') return getRun(ctx, { id: prepared })
  const insert = { ...prepared.insert, background: true }
  const result = await ctx.runStore.write({
    run: { id: insert.id, organizationId: ctx.orgId, insert, fence: newRunFence },
    state: { ...runningState, status: 'queued', background: true },
    steps: [],
    audits: [{ ...runStart(insert), flowName: prepared.version.flowName, address: ctx.address }],
    isQueued: true,
    isPatient: false,
  })
  if (result.outcome !== 'taken') {
    runStarted('async')
    return toNewRun(prepared, 'queued')
  }
  const found = await findRunOfKey(ctx, input)
  return found === null ? queueRun(ctx, input) : getRun(ctx, { id: found })
}

/**
 * A repeat is the same run, whatever has become of the flow since: another input that it needs, a problem, or
 * that it was deleted.
 * @returns the id of the run that has the key, where nothing could be run any more
 */
async function prepareUnlessRepeated(ctx: OrgContext, input: Input): Promise<PreparedRun | string> {
  try {
    return await prepareRun(ctx, input)
  } catch (error) {
    const found = input.idempotency && error instanceof AppError ? await findRunOfKey(ctx, input) : null
    if (found === null) throw error
    return found
  }
}

function execute(
  ctx: OrgContext,
  prepared: PreparedRun,
  { storeFirst }: { storeFirst: boolean },
): ExecutingRun {
  const { insert, version } = prepared
  return executeRun(ctx, {
    execution: {
      definition: version.definition,
      input: insert.input,
      entry: insert.entry,
      run: { id: insert.id, startedAt: timeText(insert.createdAt) },
    },
    acceptedAt: insert.createdAt,
    recorded: {
      id: insert.id,
      fence: newRunFence,
      flowName: version.flowName,
      insert,
      isAwaited: true,
      steps: [],
      revision: 0,
    },
    isQueued: false,
    storeFirst,
  })
}

async function endOf(
  ctx: OrgContext,
  prepared: PreparedRun,
  executing: ExecutingRun,
  follow?: () => StopSignal,
): Promise<Run> {
  const execution = await executing.finished
  const { id } = prepared.insert
  if (execution.outcome === 'ended') return toEndedRun(prepared, execution.end)
  // Others bring it to its end, or have done so.
  return orUnstored(executing, untilEnded(ctx, id, follow?.()))
}

/**
 * The run as it is read. That it is not there is no mistake of its caller when nothing of it could be stored:
 * its requests that may be repeated have left all the same, as far as it came. Others wait until they are stored.
 * @throws AppError `unavailable`
 */
async function orUnstored({ recorder }: ExecutingRun, reading: Promise<Run>): Promise<Run> {
  try {
    return await reading
  } catch (error) {
    const isMissing = error instanceof AppError && error.code === 'not_found'
    if (!isMissing || recorder.isStored()) throw error
    throw unstored('The run could not be stored. It sent nothing that may not be sent again.', error)
  }
}

function unstored(message: string, cause?: unknown): AppError {
  return new AppError('unavailable', message, { retryAfterSeconds: 5, cause })
}

function toEndedRun(prepared: PreparedRun, end: RecordedEnd): Run {
  const { status, output, error, finishedAt, revision, steps } = end
  const durationMs = finishedAt.getTime() - prepared.insert.createdAt.getTime()
  const ended = { output, error, finishedAt: timeText(finishedAt), durationMs, revision, steps }
  return Object.assign(toNewRun(prepared, status), ended, { cancelRequested: status === 'canceled' })
}

function sameRun(ctx: OrgContext, id: string): CalledRun {
  return { id, finished: (follow) => untilEnded(ctx, id, follow?.()), soFar: () => getRun(ctx, { id }) }
}

/**
 * The run that has the key already. A key that is older than a day is set free.
 * @returns null when it has become free
 * @throws AppError `idempotency_mismatch` when it was another request's
 */
async function findRunOfKey(ctx: OrgContext, { idempotency }: Input): Promise<string | null> {
  const { key, hash } = idempotency ?? { key: '', hash: '' }
  return withOrg(ctx, async (tx) => {
    await tx.execute(sql`
      update runs set idempotency_key = null
      where organization_id = ${ctx.orgId} and idempotency_key = ${key}
        and created_at < now() - make_interval(hours => ${idempotencyHours})`)
    const [found] = await tx
      .select({ id: runs.id, hash: runs.idempotencyHash })
      .from(runs)
      .where(and(eq(runs.organizationId, ctx.orgId), eq(runs.idempotencyKey, key)))
    if (found && found.hash !== hash) {
      throw new AppError('idempotency_mismatch', 'This Idempotency-Key was used for another request.')
    }
    return found?.id ?? null
  })
}

/** What two requests with one key must have in common, however each of them spells it. */
export function idempotencyOf(key: string, asked: Omit<Input, 'idempotency'>): Input['idempotency'] {
  const meant = {
    ...asked,
    flowId: asked.flowId.toLowerCase(),
    input: withSortedKeys(asked.input),
    entry: withSortedKeys(asked.entry),
  }
  const hash = createHash('sha256').update(JSON.stringify(meant)).digest('base64url')
  return { key, hash }
}

function withSortedKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(withSortedKeys)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([name, item]) => [name, withSortedKeys(item)]))
}
