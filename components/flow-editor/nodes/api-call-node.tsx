import type { NodeProps } from '@xyflow/react'
import { nodeOutputs } from '@/lib/flows/schema'
import type { StepNode } from '../canvas/canvas-nodes'
import { useEndpointLabel } from '../use-endpoint-label'
import { StepCard } from './step-card'

export function ApiCallNode({ id, data, selected, isConnectable }: NodeProps<StepNode<'apiCall'>>) {
  const endpoint = useEndpointLabel(data.endpointId)
  return (
    <StepCard
      id={id}
      type="apiCall"
      name={data.label || 'API Call'}
      selected={selected}
      editable={isConnectable}
      detail={
        <span className="font-mono">
          {data.method} {data.path || '/'}
        </span>
      }
      endpoint={endpoint}
      outputs={nodeOutputs.apiCall}
    />
  )
}
