import type { OrgContext } from '@/lib/auth/context'
import { AppError, invalidField } from '@/lib/errors'
import { planFlow } from '@/lib/executor/flow-plan'
import { restoreResult } from '@/lib/executor/restore-result'
import { downstreamOf } from '@/lib/flows/graph'
import { referredSteps } from '@/lib/flows/referred-steps'
import type { FlowDefinition, FlowNode, FlowProblem } from '@/lib/flows/schema'
import { getRun } from './get-run'
import { passedOn, type Results } from './passed-on'
import type { Run, RunEntry, RunEntryInput, StepRecord } from './schema'
import { keptJson, storableJson } from './storable-json'

/** Of a result that the run itself has no use for, and keeps for the ones that are pinned to it. */
const maxPassedOnCharacters = 100_000
/** Of everything that a run is told: it is read and shown together with it. */
const maxEntryCharacters = 4 * 1024 * 1024

/**
 * Where a run of the flow is to begin, with the data that its steps refer to.
 * @throws AppError `invalid_input` for a step or a run that the flow doesn't have, and for a result that was
 *   cut when it was stored; `payload_too_large`
 */
export async function prepareEntry(
  ctx: OrgContext,
  { flowId, definition }: { flowId: string; definition: FlowDefinition },
  { step, only, pinned }: RunEntryInput,
): Promise<RunEntry> {
  const first = entryNode(definition, step)
  const { byKey } = planFlow(definition)
  const unknown = Object.keys(pinned.steps).find((key) => !byKey(key))
  if (unknown !== undefined) throw noStep(`entry.pinned.steps.${unknown}`, unknown)

  const run = pinned.run === undefined ? null : await findRun(ctx, flowId, pinned.run)
  const came = run ? resultsOf(run, definition, first, only) : nothing
  const referred = referredSteps(definition, first.id, only)
  const isNeeded = (key: string) => referred.has(key) || referred.has(null)
  const cut = came.cut.find((key) => isNeeded(key) && !Object.hasOwn(pinned.steps, key))
  if (cut !== undefined) {
    const label = byKey(cut)?.data.label ?? cut
    const message = `“${label}” answered more than is kept of it. Give what this run needs of it as a sample.`
    throw invalidField('entry.pinned.run', message)
  }

  const withResults = (isKept: (result: [key: string, value: unknown]) => boolean): RunEntry => {
    const kept = Object.fromEntries(Object.entries(came.steps).filter(isKept))
    const steps = { ...kept, ...pinned.steps }
    return {
      step,
      nodeId: first.id,
      only,
      pinned: {
        steps,
        vars: { ...came.vars, ...pinned.vars },
        nodeIds: Object.fromEntries(Object.keys(steps).map((key) => [key, byKey(key)?.id ?? ''])),
        given: [
          ...Object.keys(pinned.steps).map((key) => `steps.${key}`),
          ...Object.keys(pinned.vars).map((name) => `vars.${name}`),
        ],
      },
    }
  }
  const generous = withResults(
    ([key, result]) => isNeeded(key) || storableJson(result).length <= maxPassedOnCharacters,
  )
  if (keptJson(generous).length <= maxEntryCharacters) return generous
  const sparing = withResults(([key]) => isNeeded(key))
  if (keptJson(sparing).length <= maxEntryCharacters) return sparing
  throw new AppError(
    'payload_too_large',
    'The results that this run refers to are too large to be kept with it. Give smaller samples of them.',
  )
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

type Came = Results & {
  /** Keys of steps whose results were cut when they were stored. */
  cut: string[]
}

const nothing: Came = { steps: {}, vars: {}, cut: [] }

/**
 * What the steps came to in a run, by the keys that they have now; without those that are to be executed
 * anew, which a step behind a branch could otherwise find there although the run goes another way.
 */
function resultsOf(run: Run, definition: FlowDefinition, first: FlowNode, only: boolean): Came {
  const { nodes } = planFlow(definition)
  const anew = only ? new Set<string>() : downstreamOf(definition, first.id)
  anew.add(first.id)
  const { steps, vars } = passedOn(run.entry, definition)
  for (const id of anew) delete steps[nodes.get(id)?.data.key ?? '']
  const others = [...nodes.values()].filter(({ id }) => !anew.has(id))
  const setBefore = new Set(others.flatMap(variablesOf))
  for (const name of [...nodes.values()].flatMap(variablesOf)) if (!setBefore.has(name)) delete vars[name]

  const cut: string[] = []
  for (const { status, record } of run.steps) {
    const node = nodes.get(record.nodeId)
    if (node?.type !== record.type || status === 'running' || anew.has(node.id) || record.result === null)
      continue
    const { key } = node.data
    delete steps[key]
    if (isCut(record)) {
      cut.push(key)
      continue
    }
    const result = restoreResult(node, { record, value: null })
    steps[key] = result
    if (node.type === 'setVariables' && status === 'succeeded') Object.assign(vars, result)
  }
  return { steps, vars, cut }
}

function variablesOf(node: FlowNode): string[] {
  return node.type === 'setVariables' ? node.data.variables.map(({ name }) => name) : []
}

function isCut({ response, result }: StepRecord): boolean {
  const note = result as { truncated?: unknown; beginning?: unknown } | null
  return response?.truncated === true || (note?.truncated === true && typeof note.beginning === 'string')
}

function noStep(path: string, key: string): AppError {
  return invalidField(path, `This flow has no step with the key “${key}”.`)
}
