import type { NodeProps } from '@xyflow/react'
import { useShallow } from 'zustand/react/shallow'
import type { StepNode } from '../canvas/canvas-nodes'
import { useEditor } from '../use-editor'
import { StepCard } from './step-card'

/** A step that a newer version made. It is kept as it is and can be moved or deleted. */
export function UnknownNode({ id, data, selected, isConnectable }: NodeProps<StepNode>) {
  const outputs = useEditor(
    useShallow((state) => state.edges.filter((edge) => edge.source === id).map((edge) => edge.sourceHandle)),
  )
  return (
    <StepCard
      id={id}
      type="unknown"
      name={typeof data.label === 'string' && data.label ? data.label : 'Unknown step'}
      selected={selected}
      editable={isConnectable}
      detail="This version can’t run this step"
      outputs={[...new Set(outputs)]}
    />
  )
}
