import type { OrgContext } from '@/lib/auth/context'
import { AppError, invalidField } from '@/lib/errors'
import { planFlow } from '@/lib/executor/flow-plan'
import { restoreResult } from '@/lib/executor/restore-result'
import { downstreamOf } from '@/lib/flows/graph'
import { nodeReferences } from '@/lib/flows/node-references'
import type { FlowDefinition, FlowNode, FlowProblem } from '@/lib/flows/schema'
import { getRun } from './get-run'
import { passedOn, type Results } from './passed-on'
import type { Run, RunEntry, RunEntryInput } from './schema'
import { storableJson } from './storable-json'

/** Of a result that the run itself has no use for, and keeps for the ones that are pinned to it. */
const maxPassedOnCharacters = 100_000

/**
 * Where a run of the flow is to begin, with the data that its steps refer to.
 * @throws AppError `invalid_input` for a step or a run that the flow doesn't have
 */
export async function prepareEntry(
  ctx: OrgContext,
  { flowId, definition }: { flowId: string; definition: FlowDefinition },
  { step, only, pinned }: RunEntryInput,
): Promise<RunEntry> {
  const first = entryNode(definition, step)
  const { byKey } = planFlow(definition)
  const given = Object.keys(pinned.steps)
  const unknown = given.find((key) => !byKey(key))
  if (unknown !== undefined) throw noStep(`entry.pinned.steps.${unknown}`, unknown)
  if (pinned.run === undefined)
    return { step, only, pinned: { steps: pinned.steps, vars: pinned.vars, given } }
  const came = resultsOf(await findRun(ctx, flowId, pinned.run), definition, first)
  const isNeeded = neededSteps(definition, first, only)
  const isKept = ([key, result]: [string, unknown]) =>
    isNeeded(key) || storableJson(result).length <= maxPassedOnCharacters
  const steps = Object.fromEntries(Object.entries(came.steps).filter(isKept))
  return {
    step,
    only,
    pinned: { steps: { ...steps, ...pinned.steps }, vars: { ...came.vars, ...pinned.vars }, given },
  }
}

/** @throws AppError `invalid_input` */
export function entryNode(definition: FlowDefinition, key: string): FlowNode {
  const node = planFlow(definition).byKey(key)
  if (!node) throw noStep('entry.step', key)
  return node
}

/** Those of the steps that a run can come to which begins there. */
export function problemsFrom(
  definition: FlowDefinition,
  problems: FlowProblem[],
  { step, only }: Pick<RunEntryInput, 'step' | 'only'>,
): FlowProblem[] {
  const { id } = entryNode(definition, step)
  const ahead = only ? new Set<string>() : downstreamOf(definition, id)
  return problems.filter(({ nodeId }) => nodeId === id || (nodeId !== null && ahead.has(nodeId)))
}

async function findRun(ctx: OrgContext, flowId: string, id: string): Promise<Run> {
  const run = await getRun(ctx, { id }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') return null
    throw error
  })
  if (run?.flowId !== flowId.toLowerCase()) {
    throw invalidField('entry.pinned.run', 'This flow has no run with this id.')
  }
  return run
}

/** What steps other than `first` came to in a run, by the keys that they have now. */
function resultsOf(run: Run, definition: FlowDefinition, first: FlowNode): Results {
  const { nodes } = planFlow(definition)
  const { steps, vars } = passedOn(run.entry)
  for (const { status, record } of run.steps) {
    const node = nodes.get(record.nodeId)
    if (node?.type !== record.type || status === 'running' || node === first) continue
    const result = restoreResult(node, { record, value: null })
    steps[node.data.key] = result
    if (node.type === 'setVariables' && status === 'succeeded') Object.assign(vars, result)
  }
  return { steps, vars }
}

/** Whether the run can look at the result of a step, which may be large. */
function neededSteps(definition: FlowDefinition, first: FlowNode, only: boolean): (key: string) => boolean {
  const { nodes } = planFlow(definition)
  const ahead = only ? [] : [...downstreamOf(definition, first.id)].flatMap((id) => nodes.get(id) ?? [])
  const paths = [first, ...ahead].flatMap(nodeReferences).map(({ reference }) => reference.path)
  const keys = new Set(paths.filter(([root]) => root === 'steps').map(([, key]) => key ?? null))
  return (key) => keys.has(key) || keys.has(null)
}

function noStep(path: string, key: string): AppError {
  return invalidField(path, `This flow has no step with the key “${key}”.`)
}
