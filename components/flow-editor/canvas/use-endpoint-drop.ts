import { useReactFlow } from '@xyflow/react'
import type { DragEvent } from 'react'
import { endpointDragType } from '@/components/endpoints/endpoint-drag'
import { spacing } from '../flow-document'
import { useAddStep } from './use-add-step'

/** An endpoint dropped on the canvas becomes an API Call that uses it. */
export function useEndpointDrop(editable: boolean) {
  const flow = useReactFlow()
  const addStep = useAddStep()
  if (!editable) return {}
  return {
    onDragOver(event: DragEvent) {
      if (!event.dataTransfer.types.includes(endpointDragType)) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
    },
    onDrop(event: DragEvent) {
      const endpointId = event.dataTransfer.getData(endpointDragType)
      if (!endpointId) return
      event.preventDefault()
      const { x, y } = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY })
      const position = { x: x - spacing.card.width / 2, y: y - spacing.card.height / 2 }
      addStep({ type: 'apiCall', data: { endpointId } }, { type: 'at', position })
    },
  }
}
