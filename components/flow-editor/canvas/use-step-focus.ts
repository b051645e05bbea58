import { useReactFlow, useStoreApi } from '@xyflow/react'
import { useCallback, useEffect } from 'react'
import { rowElement } from '../steps-list/row-element'
import { useEditor } from '../use-editor'
import { inspectorId } from '../use-inspector'
import { useCanvas, useCanvasStore } from './canvas-provider'

/** Air that a step keeps from the edge of the canvas when it is brought into view. */
const margin = 32

export function stepElement(nodeId: string): HTMLElement | null {
  return document.querySelector(`.react-flow__node[data-id="${CSS.escape(nodeId)}"]`)
}

/** For when what had the focus goes away: the selected step takes it, else the canvas or the list of steps. */
export function focusCanvas(selectedId: string | undefined): void {
  const canvas = document.querySelector<HTMLElement>('[data-region="canvas"]')
  ;((selectedId && (stepElement(selectedId) ?? rowElement(selectedId))) || canvas)?.focus()
}

/** Moves the view as little as needed to show a whole step. */
export function useShowStep(): (nodeId: string) => void {
  const flow = useReactFlow()
  const store = useStoreApi()
  return useCallback(
    (nodeId: string) => {
      const node = flow.getInternalNode(nodeId)
      if (!node) return
      const { width, height } = freeSize(store.getState().domNode)
      const { x, y, zoom } = flow.getViewport()
      const left = node.internals.positionAbsolute.x * zoom + x
      const top = node.internals.positionAbsolute.y * zoom + y
      const nearest = (start: number, size: number, room: number) =>
        Math.min(Math.max(start, margin), Math.max(margin, room - size - margin)) - start
      const dx = nearest(left, (node.measured.width ?? 0) * zoom, width)
      const dy = nearest(top, (node.measured.height ?? 0) * zoom, height)
      if (dx !== 0 || dy !== 0) void flow.setViewport({ x: x + dx, y: y + dy, zoom })
    },
    [flow, store],
  )
}

/** The part of the canvas that the inspector leaves free, where that lies over it. */
function freeSize(canvas: HTMLElement | null): { width: number; height: number } {
  const box = canvas?.getBoundingClientRect() ?? new DOMRect()
  const over = document.getElementById(inspectorId)?.getBoundingClientRect() ?? new DOMRect()
  const overlaps = over.width > 0 && over.left < box.right && over.top < box.bottom
  if (!overlaps) return box
  const isSheet = over.left <= box.left
  return {
    width: isSheet ? box.width : over.left - box.left,
    height: isSheet ? over.top - box.top : box.height,
  }
}

/** Gives a step the keyboard focus once it is drawn: React Flow hides a new one until it is measured. */
export function useStepFocus(drawn: ReadonlyMap<string, unknown>) {
  const canvas = useCanvasStore()
  const next = useCanvas((state) => state.focusNext)
  const showStep = useShowStep()
  useEffect(() => {
    if (next === null || !drawn.has(next)) return
    const element = stepElement(next)
    if (!element || element.style.visibility === 'hidden') return
    canvas.setState({ focusNext: null })
    element.focus({ preventScroll: true })
    showStep(next)
  }, [next, drawn, canvas, showStep])
}

/** Follows a selection that was made elsewhere, in the run panel or the list of problems. */
export function useShowSelection() {
  const selected = useEditor((state) =>
    state.selectedNodeIds.length === 1 ? (state.selectedNodeIds[0] ?? null) : null,
  )
  const showStep = useShowStep()
  useEffect(() => {
    if (selected === null || stepElement(selected)?.matches(':hover')) return
    showStep(selected)
  }, [selected, showStep])
}
