import { useCallback } from 'react'
import { flowOrder } from '@/lib/flows/graph'
import type { Removal } from '../editor-actions'
import { useEditorActions, useEditorStore } from '../use-editor'
import { useCanvasStore } from './canvas-provider'
import { focusCanvas } from './use-step-focus'

/** Takes what is selected out of the flow. The step before it then has the focus. */
export function useRemoveSelection(): (by: Removal) => void {
  const editor = useEditorStore()
  const actions = useEditorActions()
  const canvas = useCanvasStore()
  return useCallback(
    (by) => {
      const state = editor.getState()
      const ordered = flowOrder(state)
      const isGone = ({ id }: { id: string }) => state.selectedNodeIds.includes(id)
      const index = ordered.findIndex(isGone)
      const next = ordered[index - 1] ?? ordered.find((node) => !isGone(node))
      actions.removeSelection(by)
      if (index === -1) return
      if (!next) return focusCanvas(undefined)
      actions.select([next.id])
      canvas.setState({ focusNext: next.id })
    },
    [editor, actions, canvas],
  )
}
