import { type FlowDefinition, type FlowNode, isKnownNode } from '@/lib/flows/schema'
import type { TemplateScope } from '@/lib/flows/templates'
import type { RunError, StepError, StepRecord } from '@/lib/runs/schema'
import { handleNode } from './nodes/handlers'
import { StepFailure } from './step-failure'
import type { ExecutionOutcome, ExecutorPorts, FlowExecution, StepOutcome } from './types'

/**
 * Walks a flow from its start step to where it ends. Resolves for everything that steps can run into;
 * rejects only when a port does.
 */
export async function executeFlow(execution: FlowExecution, ports: ExecutorPorts): Promise<ExecutionOutcome> {
  const { definition } = execution
  const next = indexEdges(definition)
  const scope = newScope(execution)
  let node = definition.nodes.filter(isKnownNode).find(({ type }) => type === 'start')

  for (let position = 0; node; position++) {
    if (ports.signal.aborted) return canceled(node)
    // A definition without loops is done by then; one with a loop was never meant to get here.
    if (position > definition.nodes.length) throw new Error('This flow goes in circles.')
    const outcome = await runStep(node, position, scope, execution, ports)
    scope.steps[node.data.key] = outcome.result
    const { end } = outcome
    if (end) return end.failed ? endedAsFailed(node, end.output) : succeeded(end.output)
    if (outcome.status === 'canceled' || ports.signal.aborted) return canceled(node)
    const following: FlowNode | undefined = next(node.id, outcome.output)
    if (outcome.error && !following) return failed(node, outcome.error)
    node = following
  }
  return succeeded(null)
}

async function runStep(
  node: FlowNode,
  position: number,
  scope: TemplateScope,
  { run }: FlowExecution,
  ports: ExecutorPorts,
): Promise<StepOutcome> {
  const startedAt = new Date(ports.now())
  const blank = blankRecord(node)
  const report = (soFar: Partial<StepRecord>) =>
    ports.onStep({
      position,
      nodeId: node.id,
      status: 'running',
      startedAt,
      finishedAt: null,
      record: { ...blank, ...soFar },
    })
  const outcome = await handleNode(node, { scope, ports, stepId: `${run.id}.${position}`, report }).catch(
    toFailedStep,
  )
  const { status, output, result, error, record } = outcome
  await ports.onStep({
    position,
    nodeId: node.id,
    status,
    startedAt,
    finishedAt: new Date(ports.now()),
    record: { ...blank, result, ...record, output, error },
  })
  return outcome
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

function newScope({ definition, input, run }: FlowExecution): TemplateScope {
  // Objects without a prototype: no name that a flow may choose can reach anything else.
  const inputs: Record<string, unknown> = Object.create(null)
  for (const node of definition.nodes) {
    if (!isKnownNode(node) || node.type !== 'start') continue
    // An input that is declared but was not given is there, and empty.
    for (const { name } of node.data.inputs) inputs[name] = null
  }
  for (const [name, value] of Object.entries(input)) inputs[name] = value
  return { input: inputs, vars: Object.create(null), steps: Object.create(null), run }
}

function indexEdges(
  definition: FlowDefinition,
): (nodeId: string, output: string | null) => FlowNode | undefined {
  const name = (nodeId: string, output: string | null) => JSON.stringify([nodeId, output])
  const nodes = new Map(definition.nodes.filter(isKnownNode).map((node) => [node.id, node]))
  const targets = new Map(
    definition.edges.map(({ source, sourceHandle, target }) => [name(source, sourceHandle), target]),
  )
  return (nodeId, output) => nodes.get(targets.get(name(nodeId, output)) ?? '')
}

function succeeded(output: unknown): ExecutionOutcome {
  return { status: 'succeeded', output, error: null }
}

function failed(node: FlowNode, error: StepError): ExecutionOutcome {
  const { code, message } = error
  return { status: 'failed', output: null, error: { code, message, nodeId: node.id } }
}

function endedAsFailed(node: FlowNode, output: unknown): ExecutionOutcome {
  const error: RunError = {
    code: 'failed_end',
    message: `The flow ended at “${node.data.label}”, which marks the run as failed.`,
    nodeId: node.id,
  }
  return { status: 'failed', output, error }
}

function canceled(node: FlowNode): ExecutionOutcome {
  const error: RunError = { code: 'canceled', message: 'The run was canceled.', nodeId: node.id }
  return { status: 'canceled', output: null, error }
}
