import { type FlowNode } from '@/lib/flows/schema'
import type { TemplateScope } from '@/lib/flows/templates'
import type { RunError, StepError } from '@/lib/runs/schema'
import { type FlowPlan, planFlow } from './flow-plan'
import { restoreResult } from './restore-result'
import type { ExecutionEnd, FlowExecution, Resumed, StepOutcome, StoredStep } from './types'

/** How far an execution has come. `executeFlow` moves it on, and can be left and entered again with it. */
export type FlowProgress = {
  scope: TemplateScope
  /** The step to run next, and its place in the order of execution. */
  node: FlowNode | undefined
  position: number
  /** What is known of `node` when it was begun already: it waits, or its process died over it. */
  pending: StoredStep | null
  resumed: Resumed
  ended: ExecutionEnd | null
}

const notResumed: Resumed = { hasWaited: false, ageMs: 0 }

/** At the start step, or where the execution is to begin instead. */
export function beginFlow(execution: FlowExecution): FlowProgress {
  const plan = planFlow(execution.definition)
  const node = execution.entry ? plan.nodes.get(execution.entry.nodeId) : plan.start
  return {
    scope: newScope(execution, plan),
    node,
    position: 0,
    pending: null,
    resumed: notResumed,
    ended: node ? null : succeeded(null),
  }
}

/**
 * Where an execution stood, from the steps that were stored of it, in the order of their execution.
 * @throws Error for steps that are not of this definition
 */
export function resumeFlow(
  execution: FlowExecution,
  steps: StoredStep[],
  resumed: Resumed = notResumed,
): FlowProgress {
  const { nodes } = planFlow(execution.definition)
  const progress = beginFlow(execution)
  progress.resumed = resumed
  for (const step of steps) {
    const node = nodes.get(step.nodeId)
    if (!node || node !== progress.node) throw new Error('A stored step is not of this flow.')
    if (step.status === 'running') {
      progress.pending = step
      return progress
    }
    advance(execution, progress, restoreOutcome(node, step, progress.scope))
  }
  return progress
}

/** Moves on from the step that has just finished: to the next one, or to the end. */
export function advance(execution: FlowExecution, progress: FlowProgress, outcome: StepOutcome): void {
  const { node, scope } = progress
  if (!node) throw new Error('There is no step to finish.')
  const { status, output, result, error, end } = outcome
  scope.steps[node.data.key] = result
  progress.pending = null
  progress.position++
  progress.node = undefined
  if (end) progress.ended = end.failed ? endedAsFailed(node, end.output) : succeeded(end.output)
  else if (status === 'canceled') progress.ended = canceled(node)
  else if (execution.entry?.only) progress.ended = error ? failed(node, error) : succeeded(null)
  else {
    progress.node = planFlow(execution.definition).next(node.id, output)
    if (!progress.node) progress.ended = error ? failed(node, error) : succeeded(null)
  }
}

/** What the step came to when it ran, and with it what it did to the variables. */
function restoreOutcome(node: FlowNode, step: StoredStep, scope: TemplateScope): StepOutcome {
  const { status, record } = step
  const result = restoreResult(node, step)
  if (node.type === 'setVariables' && status === 'succeeded') {
    for (const [name, value] of Object.entries(result ?? {})) scope.vars[name] = value
  }
  const ended = node.type === 'end' && status === 'succeeded'
  return {
    status: status === 'running' ? 'failed' : status,
    output: record.output,
    result,
    error: record.error,
    ...(ended ? { end: { output: result, failed: node.data.failed === true } } : {}),
  }
}

function newScope({ input, entry, run }: FlowExecution, plan: FlowPlan): TemplateScope {
  // Objects without a prototype: no name that a flow may choose can reach anything else.
  const inputs: Record<string, unknown> = Object.create(null)
  // An input that is declared but was not given is there, and empty.
  for (const { name } of plan.inputs) inputs[name] = null
  for (const [name, value] of Object.entries(input)) inputs[name] = value
  const scope: TemplateScope = { input: inputs, vars: Object.create(null), steps: Object.create(null), run }
  if (entry) {
    Object.assign(scope.steps, entry.pinned.steps)
    Object.assign(scope.vars, entry.pinned.vars)
  }
  return scope
}

function succeeded(output: unknown): ExecutionEnd {
  return { status: 'succeeded', output, error: null }
}

function failed(node: FlowNode, { code, message }: StepError): ExecutionEnd {
  return { status: 'failed', output: null, error: { code, message, nodeId: node.id } }
}

function endedAsFailed(node: FlowNode, output: unknown): ExecutionEnd {
  const error: RunError = {
    code: 'failed_end',
    message: `The flow ended at “${node.data.label}”, which marks the run as failed.`,
    nodeId: node.id,
  }
  return { status: 'failed', output, error }
}

export function canceled(node: FlowNode): ExecutionEnd {
  const error: RunError = { code: 'canceled', message: 'The run was canceled.', nodeId: node.id }
  return { status: 'canceled', output: null, error }
}
