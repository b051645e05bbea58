import { setTimeout as sleep } from 'node:timers/promises'
import type { OrgContext } from '@/lib/auth/context'
import { loadEndpoint } from '@/lib/endpoints/load-endpoint'
import { executeFlow } from '@/lib/executor/execute-flow'
import { StepFailure } from '@/lib/executor/step-failure'
import type { ExecutionOutcome, ExecutorPorts, FlowExecution } from '@/lib/executor/types'
import { log } from '@/lib/log'
import { createRunRecorder, type RunEnd, RunLost, type RunRecorder } from './record-run'
import type { StopReason } from './running-runs'

/**
 * Executes a stored run to its end, and stores that. Never rejects: a run whose end can't be stored is
 * ended by `interruptStaleRuns` when its heart has stopped.
 */
export async function executeRun(
  ctx: OrgContext,
  execution: FlowExecution & { flowName: string },
  signal: AbortSignal,
): Promise<void> {
  const { run, flowName } = execution
  const recorder = createRunRecorder(ctx, { id: run.id, flowName })
  try {
    const outcome = await executeFlow(execution, portsOf(ctx, recorder, signal))
    await recorder.finish(toEnd(outcome, signal))
  } catch (error) {
    if (error instanceof RunLost) return
    log.error({ err: error, runId: run.id, requestId: ctx.requestId }, 'run failed')
    await recorder.finish(internalError).catch((err: unknown) => {
      if (!(err instanceof RunLost)) log.error({ err, runId: run.id }, 'the end of a run could not be stored')
    })
  }
}

function portsOf(ctx: OrgContext, recorder: RunRecorder, signal: AbortSignal): ExecutorPorts {
  return {
    async loadEndpoint(id) {
      const loaded = await loadEndpoint(ctx, id)
      if (!loaded.ok) throw new StepFailure(loaded.code, loaded.message)
      recorder.addSecrets(loaded.endpoint.secrets)
      return loaded.endpoint
    },
    send: (request, limits, ended) => ctx.sender.send(request, limits, { orgId: ctx.orgId, signal: ended }),
    mask: recorder.mask,
    now: Date.now,
    wait: (ms, ended) =>
      sleep(ms, undefined, { signal: ended }).catch((error: unknown) => {
        if (!ended.aborted) throw error
      }),
    random: Math.random,
    onStep: recorder.recordStep,
    signal,
  }
}

/** The executor knows one way of being stopped; why it was, the signal knows. */
function toEnd(outcome: ExecutionOutcome, signal: AbortSignal): RunEnd {
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

const internalError: RunEnd = {
  status: 'failed',
  output: null,
  error: { code: 'internal_error', message: 'Something went wrong on our side.', nodeId: null },
}
