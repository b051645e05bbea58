import type { FlowNode } from '@/lib/flows/schema'
import type { InFlight, StepRecord } from '@/lib/runs/schema'
import { traced } from '@/lib/tracing/traced'
import { planFlow } from './flow-plan'
import { advance, canceled, type FlowProgress } from './flow-progress'
import { handleNode } from './nodes/handlers'
import { StepFailure } from './step-failure'
import type {
  ExecutionOutcome,
  ExecutorPorts,
  FlowExecution,
  SettledStep,
  StepContext,
  StepOutcome,
  StoredStep,
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
    const running = runStep(progress.node, progress, execution, ports)
    const outcome = running instanceof Promise ? await running : running
    if (outcome.status === 'waiting') return { status: 'suspended', until: outcome.until }
    const { node } = progress
    advance(execution, progress, outcome)
    if (ports.signal.aborted && !outcome.end) return canceled(node)
  }
  if (!progress.ended) throw new Error('A flow without a next step has not ended.')
  return progress.ended
}

function runStep(
  node: FlowNode,
  progress: FlowProgress,
  { run }: FlowExecution,
  ports: ExecutorPorts,
): SettledStep | Promise<SettledStep> {
  const { position, scope, pending, resumed } = progress
  const startedAt = pending?.startedAt ?? new Date(ports.now())
  const running = (soFar: Partial<StepRecord>, inFlight: InFlight | null): StoredStep => {
    const record = toRecord(node, soFar, null)
    return {
      position,
      nodeId: node.id,
      status: 'running',
      startedAt,
      finishedAt: null,
      inFlight,
      record,
      value: null,
    }
  }
  const context = {
    scope,
    ports,
    pending,
    resumed,
    startedAt,
    stepId: `${run.id}.${position}`,
    report: (soFar: Partial<StepRecord>, inFlight: InFlight | null = null) =>
      ports.onStep(running(soFar, inFlight)),
  }

  function settle(outcome: SettledStep): SettledStep | Promise<SettledStep> {
    if (outcome.status === 'waiting') {
      progress.pending = running(outcome.record, null)
      return after(ports.onStep(progress.pending), () => outcome)
    }
    const { status, result: value } = outcome
    const record = toRecord(node, outcome.record ?? noRecord, outcome)
    const finishedAt = new Date(ports.now())
    const step = { position, nodeId: node.id, status, startedAt, finishedAt, inFlight: null, record, value }
    return after(ports.onStep(step), () => outcome)
  }

  const attributes = { 'sluice.step.type': node.type, 'sluice.step.key': node.data.key }
  const outcome = traced(`step ${node.type}`, attributes, (span) =>
    after(handle(node, context), (settled) => {
      if (settled.status !== 'waiting' && settled.error) span.fail(settled.error.code)
      return settled
    }),
  )
  return after(outcome, settle)
}

/** What `next` makes of a value, at once if the value is there already. */
function after<T, U>(value: T | Promise<T>, next: (value: T) => U | Promise<U>): U | Promise<U> {
  return value instanceof Promise ? value.then(next) : next(value)
}

function handle(node: FlowNode, context: StepContext): SettledStep | Promise<SettledStep> {
  try {
    const settled = handleNode(node, context)
    return settled instanceof Promise ? settled.catch(toFailedStep) : settled
  } catch (error) {
    return toFailedStep(error)
  }
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

const noRecord: Partial<StepRecord> = {}

/** All fields by name: a run makes several records, and copies of objects of many shapes cost it dearly. */
function toRecord(node: FlowNode, known: Partial<StepRecord>, outcome: StepOutcome | null): StepRecord {
  return {
    nodeId: node.id,
    key: node.data.key,
    label: node.data.label,
    type: node.type,
    output: outcome ? outcome.output : (known.output ?? null),
    input: known.input ?? null,
    request: known.request ?? null,
    response: known.response ?? null,
    result: known.result === undefined ? (outcome?.result ?? null) : known.result,
    error: outcome ? outcome.error : (known.error ?? null),
    timing: known.timing ?? null,
    attempts: known.attempts ?? [],
    endpoint: known.endpoint ?? null,
  }
}
