import type { NodeProps } from '@xyflow/react'
import { plural } from '@/lib/format'
import { nodeOutputs } from '@/lib/flows/schema'
import type { StepNode } from '../canvas/canvas-nodes'
import { StepCard } from './step-card'

export function ConditionNode({ id, data, selected, isConnectable }: NodeProps<StepNode<'condition'>>) {
  const count = plural(data.rows.length, 'comparison', 'comparisons')
  return (
    <StepCard
      id={id}
      type="condition"
      name={data.label || 'Condition'}
      selected={selected}
      editable={isConnectable}
      detail={data.rows.length > 1 ? `${data.match === 'all' ? 'All' : 'Any'} of ${count}` : count}
      outputs={nodeOutputs.condition}
    />
  )
}
