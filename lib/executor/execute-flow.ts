import type { FlowNode } from '@/lib/flows/schema'
import type { StepRecord } from '@/lib/runs/schema'
import { traced } from '@/lib/tracing/traced'
import { planFlow } from './flow-plan'
import { advance, canceled, type FlowProgress } from './flow-progress'
import { handleNode } from './nodes/handlers'
import { StepFailure } from './step-failure'
import type {
  ExecutionOutcome,
  ExecutorPorts,
  FlowExecution,
  StepOutcome,
  StoredStep,
  WaitingStep,
} from './types'

/**
 * Walks a flow from where `progress` stands to where it ends, or to a step that waits for longer than a
 * process should be held: then it can be called again, in this process or in another, once the time has
 * come. Resolves for everything that steps can run into; rejects only when a port does.
 */
export async function executeFlow(
  execution: FlowExecution,
  progress: FlowProgress,
  ports: ExecutorPorts,
): Promise<ExecutionOutcome> {
  const { nodes } = planFlow(execution.definition)
  while (progress.node) {
    if (ports.signal.aborted && progress.pending?.inFlight !== 'once') {
      if (progress.pending) await cancelStep(progress.pending, ports)
      return canceled(progress.node)
    }
    // A definition without loops is done by then; one with a loop was never meant to get here.
    if (progress.position > nodes.size) throw new Error('This flow goes in circles.')
    const outcome = await runStep(progress.node, progress, execution, ports)
    if (outcome.status === 'waiting') return { status: 'suspended', until: outcome.until }
    const { node } = progress
    advance(execution, progress, outcome)
    if (ports.signal.aborted && !outcome.end) return canceled(node)
  }
  if (!progress.ended) throw new Error('A flow without a next step has not ended.')
  return progress.ended
}

async function runStep(
  node: FlowNode,
  progress: FlowProgress,
  { run }: FlowExecution,
  ports: ExecutorPorts,
): Promise<StepOutcome | WaitingStep> {
  const { position, scope, pending } = progress
  const startedAt = pending?.startedAt ?? new Date(ports.now())
  const blank = blankRecord(node)
  const step = { position, nodeId: node.id, startedAt }
  const running = { ...step, status: 'running', finishedAt: null, value: null } as const
  const context = {
    scope,
    ports,
    pending,
    startedAt,
    stepId: `${run.id}.${position}`,
    report: (soFar: Partial<StepRecord>, inFlight: 'repeatable' | 'once' | null = null) =>
      ports.onStep({ ...running, inFlight, record: { ...blank, ...soFar } }),
  }
  const outcome = await traced(
    `step ${node.type}`,
    { 'sluice.step.type': node.type, 'sluice.step.key': node.data.key },
    async (span) => {
      const result = await handleNode(node, context).catch(toFailedStep)
      if (result.status !== 'waiting' && result.error) span.fail(result.error.code)
      return result
    },
  )
  if (outcome.status === 'waiting') {
    const record = { ...blank, ...outcome.record }
    const waiting = { ...running, inFlight: null, record }
    progress.pending = waiting
    await ports.onStep(waiting)
    return outcome
  }
  const { status, output, result, error, record } = outcome
  await ports.onStep({
    ...step,
    status,
    finishedAt: new Date(ports.now()),
    inFlight: null,
    record: { ...blank, result, ...record, output, error },
    value: result,
  })
  return outcome
}

/** A step that was waiting when the run was canceled. */
async function cancelStep(step: StoredStep, ports: ExecutorPorts): Promise<void> {
  const finishedAt = new Date(ports.now())
  await ports.onStep({ ...step, status: 'canceled', finishedAt, inFlight: null })
}

/** Steps without an Error output: a template that can't be filled in ends the run here. */
function toFailedStep(error: unknown): StepOutcome {
  if (!(error instanceof StepFailure)) throw error
  return { status: 'failed', output: null, result: null, error: error.error }
}

function blankRecord(node: FlowNode): StepRecord {
  return {
    nodeId: node.id,
    key: node.data.key,
    label: node.data.label,
    type: node.type,
    output: null,
    input: null,
    request: null,
    response: null,
    result: null,
    error: null,
    timing: null,
    attempts: [],
    endpoint: null,
  }
}
