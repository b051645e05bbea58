'use client'

import { useStepStatus } from '@/components/runs/use-current-run'
import { plural } from '@/lib/format'
import { edgeFromOutput } from '@/lib/flows/graph'
import { useStepProblems } from '../editor-problems'
import { findNode, outputsOf } from '../flow-document'
import { outputName, stepName, stepType } from '../step-types'
import { useEditor } from '../use-editor'

/** The element that names a step for assistive technology. */
export function stepLabelId(nodeId: string): string {
  return `step-label-${nodeId}`
}

type StepDescriptionProps = { id: string; type: string; name: string; endpoint?: string }

/** Kind, name, endpoint, status, problems and where the outputs lead, as one sentence. */
export function StepDescription({ id, type, name, endpoint }: StepDescriptionProps) {
  const status = useStepStatus(id)?.status
  const problems = useStepProblems(id).length
  const connections = useEditor((state) => {
    const node = findNode(state, id)
    return (node ? outputsOf(node) : [])
      .map((handle) => {
        const edge = edgeFromOutput(state, id, handle)
        const target = edge && findNode(state, edge.target)
        return target ? `${outputName(handle)} to ${stepName(target)}` : `${outputName(handle)} not connected`
      })
      .join(', ')
  })
  return (
    <span id={stepLabelId(id)} className="sr-only">
      {[
        stepType(type).name,
        name,
        endpoint,
        status,
        problems > 0 && plural(problems, 'problem', 'problems'),
        connections,
      ]
        .filter(Boolean)
        .join(', ')}
    </span>
  )
}
