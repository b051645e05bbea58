import { type OnMove, useReactFlow, useStore } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import { fitFlow } from './fit-view'

/**
 * Brings the flow into view again when the run panel or the window takes room from the canvas, until
 * somebody has chosen a view of their own by panning or zooming.
 * @returns what to give to React Flow as `onMoveStart`
 */
export function useKeepFitted(): OnMove {
  const { fitView } = useReactFlow()
  const height = useStore((state) => state.height)
  const isOwnView = useRef(false)
  const lastHeight = useRef(height)

  useEffect(() => {
    const changed = lastHeight.current !== 0 && lastHeight.current !== height
    lastHeight.current = height
    if (changed && !isOwnView.current) void fitView(fitFlow)
  }, [height, fitView])

  return (event) => {
    // React Flow's own moves, such as fitting, come without an event.
    if (event) isOwnView.current = true
  }
}
