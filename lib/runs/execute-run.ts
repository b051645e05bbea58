import { withOrg } from '@/db/client'
import { mayPass } from '@/db/errors'
import { runs } from '@/db/schema'
import { and, eq } from 'drizzle-orm'
import type { OrgContext } from '@/lib/auth/context'
import { loadEndpoint } from '@/lib/endpoints/load-endpoint'
import { executeFlow } from '@/lib/executor/execute-flow'
import { resumeFlow } from '@/lib/executor/flow-progress'
import { StepFailure } from '@/lib/executor/step-failure'
import type { ExecutionEnd, ExecutorPorts, FlowExecution, Resumed } from '@/lib/executor/types'
import { Stop, type StopSignal } from '@/lib/http/stop'
import { log } from '@/lib/log'
import { outlastOutage } from './outlast-outage'
import { observeCall, observeRun, observeStep } from './observe-run'
import {
  createRunRecorder,
  KeyTaken,
  type RecordedEnd,
  type RecordedRun,
  RunLost,
  type RunEnd,
  type RunRecorder,
} from './record-run'
import { runChannel } from './run-channel'
import type { RunError } from './schema'
import { type StopReason, trackRun } from './running-runs'

/** How this process's part in a run came to its end. */
export type Execution =
  | { outcome: 'ended'; end: RecordedEnd }
  /** The queue goes on with it then. */
  | { outcome: 'suspended'; until: Date }
  /** Another process has it, or nobody can tell; the database knows. */
  | { outcome: 'left'; reason: 'lost' | 'released' | 'unstored' }

export type ExecutingRun = {
  recorder: RunRecorder
  /** Never rejects, but with `KeyTaken`. */
  finished: Promise<Execution>
}

type Asked = {
  execution: FlowExecution
  acceptedAt: Date
  recorded: RecordedRun
  /** Whether another process can go on with it. */
  isQueued: boolean
  cancelRequested?: boolean
  /** Of a run that was begun before. */
  resumed?: Resumed
  /** Store the run before anything is done for it. */
  storeFirst?: boolean
}

/** Executes a run in this process, from where its stored steps left it. */
export function executeRun(ctx: OrgContext, asked: Asked): ExecutingRun {
  const { id, fence } = asked.recorded
  const { acceptedAt } = asked
  const stop = new Stop()
  if (asked.cancelRequested) stop.abort('canceled')
  const recorder = createRunRecorder(ctx, asked.recorded)
  const finished = observeRun(ctx, { id, acceptedAt }, () => run(ctx, asked, recorder, stop))
  trackRun({
    id,
    orgId: ctx.orgId,
    fence,
    store: ctx.runStore,
    isStored: recorder.isStored,
    isQueued: asked.isQueued,
    stop: (reason: StopReason) => stop.abort(reason),
    finished,
  })
  return { recorder, finished }
}

async function run(
  ctx: OrgContext,
  { execution, recorded, resumed, storeFirst }: Asked,
  recorder: RunRecorder,
  stop: Stop,
): Promise<Execution> {
  const about = { runId: recorded.id, requestId: ctx.requestId }
  const ignoreCancellation = followCancellation(ctx, recorded.id, stop)
  try {
    if (storeFirst) await recorder.store()
    if (recorded.steps.length > 0) await addKnownSecrets(ctx, recorded, recorder)
    const progress = resumeFlow(execution, recorded.steps, resumed)
    const ports = portsOf(ctx, recorder, stop)
    for (;;) {
      const outcome = await executeFlow(execution, progress, ports)
      if (isLeft(stop)) return await leave(recorder, stop.reason)
      if (outcome.status !== 'suspended') {
        return { outcome: 'ended', end: await recorder.finish(toEnd(outcome, stop)) }
      }
      if (await recorder.suspend(outcome.until)) return { outcome: 'suspended', until: outcome.until }
      stop.abort('canceled')
    }
  } catch (error) {
    if (error instanceof KeyTaken) throw error
    if (error instanceof RunLost) return { outcome: 'left', reason: 'lost' }
    log.error({ err: error, ...about }, 'run failed')
    // Longer away than results can wait: whoever finds the run goes on from what is stored, or ends it.
    if (mayPass(error)) return { outcome: 'left', reason: 'unstored' }
    try {
      return { outcome: 'ended', end: await recorder.fail(internalError) }
    } catch (err) {
      if (!(err instanceof RunLost)) log.error({ err, ...about }, 'the end of a run could not be stored')
      return { outcome: 'left', reason: 'unstored' }
    }
  } finally {
    recorder.close()
    ignoreCancellation()
  }
}

/** What steps before this process used must not show in what later ones hear either. */
async function addKnownSecrets(
  ctx: OrgContext,
  { steps }: RecordedRun,
  recorder: RunRecorder,
): Promise<void> {
  const used = new Set(steps.flatMap(({ record }) => record.endpoint?.id ?? []))
  for (const id of used) {
    const loaded = await loadEndpoint(ctx, id)
    if (loaded.ok) recorder.addSecrets(loaded.endpoint.secrets)
  }
}

function isLeft(signal: StopSignal): signal is StopSignal & { reason: 'lost' | 'released' } {
  return signal.aborted && (signal.reason === 'lost' || signal.reason === 'released')
}

async function leave(recorder: RunRecorder, reason: 'lost' | 'released'): Promise<Execution> {
  // What is known of it by now must not be forgotten, or whoever goes on takes a request for unanswered.
  if (reason === 'released') await recorder.giveBack()
  return { outcome: 'left', reason }
}

function portsOf(ctx: OrgContext, recorder: RunRecorder, signal: StopSignal): ExecutorPorts {
  return {
    async loadEndpoint(id) {
      const loaded = await outlastOutage(() => loadEndpoint(ctx, id))
      if (!loaded.ok) throw new StepFailure(loaded.code, loaded.message)
      recorder.addSecrets(loaded.endpoint.secrets)
      return loaded.endpoint
    },
    send: (request, limits, ended) =>
      observeCall(request, () => ctx.sender.send(request, limits, { orgId: ctx.orgId, signal: ended })),
    mask: recorder.mask,
    now: Date.now,
    wait,
    random: Math.random,
    onStep(step) {
      // What a step came to because the run was taken away from this process is nobody's business.
      if (isLeft(signal)) return
      observeStep(step)
      return recorder.recordStep(step)
    },
    signal,
  }
}

function wait(ms: number, ended: StopSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      ended.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    if (ended.aborted) done()
    else ended.addEventListener('abort', done)
  })
}

/** The executor knows one way of being stopped; why it was, the signal knows. */
function toEnd(outcome: ExecutionEnd, signal: StopSignal): RunEnd {
  const reason = signal.reason as StopReason | undefined
  if (outcome.status !== 'canceled' || reason !== 'interrupted') return outcome
  const error = {
    code: 'interrupted' as const,
    message: stoppedMessage,
    nodeId: outcome.error?.nodeId ?? null,
  }
  return { status: 'interrupted', output: null, error }
}

export const stoppedMessage = 'Sluice stopped while this run was going on.'

const internalError: RunError = {
  code: 'internal_error',
  message: 'Something went wrong on our side.',
  nodeId: null,
}

/** While the run executes, somebody's asking to cancel it stops it. @returns a function that ends this */
function followCancellation(ctx: OrgContext, runId: string, stop: Stop): () => void {
  const look = async () => {
    if (await isCancelRequested(ctx, runId)) stop.abort('canceled')
  }
  return runChannel(ctx.db).subscribe('sluice_run_cancel', runId, () => {
    // The heartbeat looks again, should the database be away just now.
    look().catch((err: unknown) => log.warn({ err, runId }, 'could not look for a cancellation'))
  })
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
