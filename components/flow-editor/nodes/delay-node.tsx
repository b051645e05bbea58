import type { NodeProps } from '@xyflow/react'
import { useFormat } from '@/components/ui/use-format'
import type { StepNode } from '../canvas/canvas-nodes'
import { StepCard } from './step-card'

export function DelayNode({ id, data, selected, isConnectable }: NodeProps<StepNode<'delay'>>) {
  const format = useFormat()
  return (
    <StepCard
      id={id}
      type="delay"
      name={data.label || 'Delay'}
      selected={selected}
      editable={isConnectable}
      detail={data.seconds === null ? 'No time yet' : `Waits ${format.duration(data.seconds * 1000)}`}
      outputs={['next']}
    />
  )
}
