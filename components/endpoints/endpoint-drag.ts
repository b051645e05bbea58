import type { DragEvent } from 'react'

/** What a dragged endpoint carries: its id, for the canvas to make an API Call of. */
export const endpointDragType = 'application/x-sluice-endpoint'

export function startEndpointDrag(event: DragEvent, endpointId: string): void {
  event.dataTransfer.setData(endpointDragType, endpointId)
  event.dataTransfer.effectAllowed = 'copy'
}
