import { useMemo } from 'react'
import { withoutMasked } from '@/components/runs/redacted'
import { useCurrentRun } from '@/components/runs/use-current-run'
import { useOrganization } from '@/components/shell/organization-context'
import { plural } from '@/lib/format'
import { nodeReferences } from '@/lib/flows/node-references'
import { referredSteps } from '@/lib/flows/referred-steps'
import { isKnownNode } from '@/lib/flows/schema'
import { inputErrors } from '@/lib/runs/check-input'
import { useEditorProblems } from './editor-problems'
import { findNode, findStepByKey, type FlowDocument } from './flow-document'
import { useSamples } from './samples/stored-samples'
import { stepName } from './step-types'
import { runValues, sampleResults } from './template-field/run-values'
import { useShownOrLastRun } from './template-field/use-shown-or-last-run'
import { useEditor, useEditorStore, useFlowId } from './use-editor'

export type RunStep = {
  /** The run whose results the step would get is not there yet. */
  isLoading: boolean
  /** Why the step can't be run by itself right now; `undefined` when it can. */
  refusal: string | undefined
  /** With what the steps before it came to last, or the samples of that. */
  runStep: (options: { only: boolean }) => void
}

/** Runs one step of the flow without those before it. */
export function useRunStep(nodeId: string): RunStep {
  const store = useEditorStore()
  const { refusal: roleRefusal } = useOrganization()
  const { startWith, isActive, isStarting, progress, detail } = useCurrentRun()
  const { run, isLoading: isRunLoading } = useShownOrLastRun()
  // What came of a run that has just ended is shown a request sooner than what its steps answered.
  const isBehind = detail !== null && progress !== null && detail.revision < progress.revision
  const isLoading = !isActive && (isRunLoading || isBehind)
  const samples = useSamples(useFlowId())
  const nodes = useEditor((state) => state.nodes)
  const edges = useEditor((state) => state.edges)
  const problems = useEditorProblems().filter(
    (problem) => problem.nodeId === nodeId && problem.severity === 'error',
  ).length
  const missing = useMemo(
    () => missingResult({ nodes }, nodeId, runValues({ nodes, edges }, run, samples).steps),
    [nodes, edges, nodeId, run, samples],
  )

  function refuse(): string | undefined {
    const refused = roleRefusal('editor', 'run flows')
    if (refused) return refused
    if (isLoading) return 'The last run is being loaded.'
    if (isActive || isStarting) return 'A run is going on.'
    if (problems > 0) return `Fix ${plural(problems, 'problem', 'problems')} of this step first.`
    return missing === null ? undefined : `Run “${missing}” first, or paste a sample of what it answers.`
  }

  function runStep({ only }: { only: boolean }) {
    const { nodes, edges } = store.getState()
    const node = findNode({ nodes }, nodeId)
    if (!node || !isKnownNode(node)) return
    const referred = referredSteps({ nodes, edges }, nodeId, only)
    const told = Object.entries(sampleResults({ nodes, edges }, samples)).filter(
      ([key]) => key !== node.data.key && (referred.has(key) || referred.has(null)),
    )
    const { input } = runValues({ nodes, edges }, run)
    // Since the last run the flow may have got another idea of them.
    const misfits = inputErrors({ nodes, edges }, input, { isPartial: true }).map(({ path }) => path)
    const fitting = Object.entries(input).filter(([name]) => !misfits.includes(`input.${name}`))
    startWith(withoutMasked(Object.fromEntries(fitting)), {
      step: node.data.key,
      only,
      pinned: { ...(run && { run: run.id }), steps: Object.fromEntries(told) },
    })
  }

  return { isLoading, refusal: refuse(), runStep }
}

/** The name of a step before this one that it refers to, and of which nobody knows what it came to. */
function missingResult(
  flow: Pick<FlowDocument, 'nodes'>,
  nodeId: string,
  results: Record<string, unknown>,
): string | null {
  const node = findNode(flow, nodeId)
  if (!node || !isKnownNode(node)) return null
  for (const { reference } of nodeReferences(node)) {
    const [root, key] = reference.path
    if (root !== 'steps' || key == null || reference.optional || Object.hasOwn(results, key)) continue
    const source = findStepByKey(flow, key)
    return source ? stepName(source) : key
  }
  return null
}
