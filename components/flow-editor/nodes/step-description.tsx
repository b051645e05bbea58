'use client'

import { outputName, stepName } from '../step-types'
import { findNode, outputsOf } from '../flow-document'
import { edgeFromOutput } from '@/lib/flows/graph'
import { useEditor } from '../use-editor'

/** The element that names a step for assistive technology. */
export function stepLabelId(nodeId: string): string {
  return `step-label-${nodeId}`
}

type StepDescriptionProps = { id: string; parts: (string | false | undefined)[] }

/** Kind, name, endpoint, status, problems and where the outputs lead, as one sentence. */
export function StepDescription({ id, parts }: StepDescriptionProps) {
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
      {[...parts, connections].filter(Boolean).join(', ')}
    </span>
  )
}
