import type { NodeProps } from '@xyflow/react'
import type { StepNode } from '../canvas/canvas-nodes'
import { StepCard } from './step-card'

export function SetVariablesNode({ id, data, selected, isConnectable }: NodeProps<StepNode<'setVariables'>>) {
  const names = data.variables.map((variable) => variable.name).filter(Boolean)
  return (
    <StepCard
      id={id}
      type="setVariables"
      name={data.label || 'Set variables'}
      selected={selected}
      editable={isConnectable}
      detail={names.length > 0 ? <span className="font-mono">{names.join(', ')}</span> : 'No variables yet'}
      outputs={['next']}
    />
  )
}
