import { createContext, type ReactNode, use, useMemo } from 'react'
import type { FlowProblem } from '@/lib/flows/schema'
import { useStepProblems } from '../editor-problems'
import { useEditorActions } from '../use-editor'
import { useReadOnly } from '../use-read-only'

type StepForm = {
  nodeId: string
  readOnly: boolean
  /** What is wrong with one field, given by its path in the step’s data. */
  problemAt: (field: string) => string | undefined
  /** What is only doubtful about it. */
  warningAt: (field: string) => string | undefined
  /**
   * Changes the step’s data. Changes with the same `field` in a row are one entry to undo; leave it out
   * for what is done with one click.
   */
  update: (patch: Record<string, unknown>, field?: string) => void
  /** For a text field’s `onBlur`. */
  endGroup: () => void
}

const StepFormContext = createContext<StepForm | null>(null)

/** What every field of the inspector needs of the step that it belongs to. */
export function StepFormProvider({ nodeId, children }: { nodeId: string; children: ReactNode }) {
  const actions = useEditorActions()
  const problems = useStepProblems(nodeId)
  const readOnly = useReadOnly() !== null
  const form = useMemo<StepForm>(
    () => ({
      nodeId,
      readOnly,
      problemAt: (field) => messageAt(problems, field, 'error'),
      warningAt: (field) => messageAt(problems, field, 'warning'),
      update: (patch, field) => actions.updateNodeData(nodeId, patch, field && `${nodeId}.${field}`),
      endGroup: () => actions.endGroup(),
    }),
    [nodeId, readOnly, problems, actions],
  )
  return <StepFormContext value={form}>{children}</StepFormContext>
}

export function useStepForm(): StepForm {
  const form = use(StepFormContext)
  if (!form) throw new Error('Fields of a step stand inside StepFormProvider.')
  return form
}

function messageAt(
  problems: FlowProblem[],
  field: string,
  severity: FlowProblem['severity'],
): string | undefined {
  return problems.find((problem) => problem.field === field && problem.severity === severity)?.message
}
