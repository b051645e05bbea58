import type { FlowEdge } from '@/lib/flows/schema'
import { isTerminal, type RunProgress } from '@/lib/runs/schema'

export type StepViewStatus = 'queued' | 'running' | 'succeeded' | 'failed' | 'skipped' | 'canceled'

export type StepView = {
  status: StepViewStatus
  /** The output that the run left by. */
  output: string | null
  /** For the status chip: `200 · 184 ms`. */
  detail?: string
}

/** Where a run begins, if not at the start step, and whether it ends there. */
export type RunPart = { nodeId: string; only: boolean }

type ProgressStep = RunProgress['steps'][number]

/** How each step of the shown run looks on the canvas. */
export type RunView = {
  steps: ReadonlyMap<string, StepView>
  takenEdgeIds: ReadonlySet<string>
}

/**
 * @param edges of the flow as it is drawn, which may have changed since the run
 * @param duration writes milliseconds for people
 */
export function runView(
  progress: RunProgress,
  nodeIds: string[],
  edges: FlowEdge[],
  duration: (ms: number) => string,
  part: RunPart | null = null,
): RunView {
  const ended = isTerminal(progress.status)
  const ahead = ended ? new Set<string>() : stepsAhead(progress, nodeIds, edges, part)
  const steps = new Map<string, StepView>()
  for (const id of nodeIds) {
    if (ended && !part) steps.set(id, { status: 'skipped', output: null })
    else if (ahead.has(id)) steps.set(id, { status: 'queued', output: null })
  }
  for (const step of progress.steps) steps.set(step.nodeId, toView(step, progress, duration))
  return { steps, takenEdgeIds: takenEdges(progress.steps, edges) }
}

function toView(step: ProgressStep, progress: RunProgress, duration: (ms: number) => string): StepView {
  const { output } = step
  if (step.status === 'running') {
    // The process died in the middle of the step: nobody will ever report its end.
    if (isTerminal(progress.status)) return { status: 'failed', output, detail: 'Interrupted' }
    return step.attempts > 1
      ? { status: 'running', output, detail: `Attempt ${step.attempts}` }
      : { status: 'running', output }
  }
  const took = step.finishedAt ? duration(Date.parse(step.finishedAt) - Date.parse(step.startedAt)) : null
  const detail = [step.statusCode, took].filter((part) => part !== null).join(' · ')
  return { status: step.status, output, detail }
}

/** Steps that the run may still reach: it walks one way, so everything behind its last step. */
function stepsAhead(
  progress: RunProgress,
  nodeIds: string[],
  edges: FlowEdge[],
  part: RunPart | null,
): Set<string> {
  const last = progress.steps.at(-1)
  if (!last) return new Set(part ? nodeIds.filter((id) => id === part.nodeId) : nodeIds)
  if (part?.only) return new Set()
  const ahead = new Set<string>()
  const waiting = edges
    .filter((edge) => edge.source === last.nodeId && (last.output ?? edge.sourceHandle) === edge.sourceHandle)
    .map((edge) => edge.target)
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (ahead.has(id)) continue
    ahead.add(id)
    for (const edge of edges) if (edge.source === id) waiting.push(edge.target)
  }
  return ahead
}

function takenEdges(steps: ProgressStep[], edges: FlowEdge[]): Set<string> {
  const left = new Set(steps.map((step) => `${step.nodeId} ${step.output}`))
  return new Set(
    edges.filter((edge) => left.has(`${edge.source} ${edge.sourceHandle}`)).map((edge) => edge.id),
  )
}
