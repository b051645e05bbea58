import { useReactFlow } from '@xyflow/react'
import { useCallback } from 'react'
import { fitFlow } from '../canvas/fit-view'
import { useShowStep } from '../canvas/use-step-focus'
import { spacing } from '../flow-document'
import { useEditorActions, useEditorStore } from '../use-editor'
import { tidyUp } from './tidy-up'

/** Lays the whole flow out anew. What is selected stays in view, else all of it comes into view. */
export function useTidyUp(): () => void {
  const editor = useEditorStore()
  const actions = useEditorActions()
  const flow = useReactFlow()
  const showStep = useShowStep()
  return useCallback(() => {
    const state = editor.getState()
    const heightOf = (id: string) => flow.getInternalNode(id)?.measured.height ?? spacing.card.height
    actions.arrange(tidyUp(state, heightOf), { label: 'tidy up', done: 'Tidied up the flow' })
    // After React Flow has taken the new places over.
    requestAnimationFrame(() => {
      const [selected] = state.selectedNodeIds
      if (selected === undefined) void flow.fitView(fitFlow)
      else showStep(selected)
    })
  }, [editor, actions, flow, showStep])
}
