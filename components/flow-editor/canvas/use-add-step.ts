import { useReactFlow, useStoreApi } from '@xyflow/react'
import { useCallback } from 'react'
import { edgeFromOutput } from '@/lib/flows/graph'
import { findNode, type NewStep, outputsOf, spacing } from '../flow-document'
import { useEditorActions, useEditorStore } from '../use-editor'
import { useCanvasStore } from './canvas-provider'
import type { PickTarget } from './canvas-store'

/** Where "Add step" puts a step: behind the selected step when it has a free output, else in the middle. */
export function useDefaultTarget(): () => PickTarget {
  const editor = useEditorStore()
  const flow = useReactFlow()
  const view = useStoreApi()
  return useCallback(() => {
    const state = editor.getState()
    const [only, ...others] = state.selectedNodeIds
    const selected =
      only && others.length === 0
        ? findNode(state, only)
        : state.nodes.length === 1
          ? state.nodes[0]
          : undefined
    const free = selected && outputsOf(selected).find((handle) => !edgeFromOutput(state, selected.id, handle))
    if (selected && free) return { type: 'after', output: { source: selected.id, sourceHandle: free } }
    const box = view.getState().domNode?.getBoundingClientRect()
    const middle = flow.screenToFlowPosition({
      x: (box?.left ?? 0) + (box?.width ?? 0) / 2,
      y: (box?.top ?? 0) + (box?.height ?? 0) / 2,
    })
    return {
      type: 'at',
      position: { x: middle.x - spacing.card.width / 2, y: middle.y - spacing.card.height / 2 },
    }
  }, [editor, flow, view])
}

/** Puts a step where it was asked for, and the keyboard focus on it. */
export function useAddStep(): (step: NewStep, target: PickTarget) => void {
  const actions = useEditorActions()
  const canvas = useCanvasStore()
  return useCallback(
    (step, target) => {
      const id =
        target.type === 'edge'
          ? actions.insertOnEdge(target.edgeId, step)
          : target.type === 'after'
            ? actions.addNode({ ...step, after: target.output, position: target.position })
            : actions.addNode({ ...step, position: target.position })
      canvas.setState({ picker: null, focusNext: id })
    },
    [actions, canvas],
  )
}
