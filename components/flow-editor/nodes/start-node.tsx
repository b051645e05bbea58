import type { NodeProps } from '@xyflow/react'
import { plural } from '@/lib/format'
import type { StepNode } from '../canvas/canvas-nodes'
import { StepCard } from './step-card'

export function StartNode({ id, data, selected, isConnectable }: NodeProps<StepNode<'start'>>) {
  return (
    <StepCard
      id={id}
      type="start"
      name={data.label || 'Start'}
      selected={selected}
      editable={isConnectable}
      detail={data.inputs.length > 0 ? plural(data.inputs.length, 'input', 'inputs') : 'No inputs'}
      outputs={['next']}
    />
  )
}
