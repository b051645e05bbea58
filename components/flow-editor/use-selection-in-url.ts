import { parseAsString, useQueryState } from 'nuqs'
import { useEffect, useRef } from 'react'
import { findNode } from './flow-document'
import { useEditor, useEditorActions, useEditorStore } from './use-editor'

/** A link to the editor opens the step that was selected when it was copied. */
export function useSelectionInUrl() {
  const store = useEditorStore()
  const { select } = useEditorActions()
  const [step, setStep] = useQueryState('step', parseAsString)
  const selected = useEditor((state) =>
    state.selectedNodeIds.length === 1 ? (state.selectedNodeIds[0] ?? null) : null,
  )
  const opened = useRef(false)

  useEffect(() => {
    if (!opened.current) {
      opened.current = true
      if (step !== null && findNode(store.getState(), step)) {
        select([step])
        return
      }
    }
    if (selected !== step) void setStep(selected)
  }, [selected, step, setStep, select, store])
}
