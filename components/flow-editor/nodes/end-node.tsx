import type { NodeProps } from '@xyflow/react'
import type { StepNode } from '../canvas/canvas-nodes'
import { StepCard } from './step-card'

export function EndNode({ id, data, selected, isConnectable }: NodeProps<StepNode<'end'>>) {
  return (
    <StepCard
      id={id}
      type="end"
      name={data.label || 'End'}
      selected={selected}
      editable={isConnectable}
      detail={data.failed ? 'Marks the run as failed' : 'Ends the run'}
      outputs={[]}
    />
  )
}
