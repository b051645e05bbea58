import { parseAsString, useQueryState } from 'nuqs'
import { useEffect, useState } from 'react'
import { findNode } from './flow-document'
import { useEditorActions, useEditorStore } from './use-editor'

/**
 * A link to the editor opens the step that was selected when it was copied. The address follows the
 * selection, not the reverse: Back closes panels and leaves the selection alone.
 */
export function useSelectionInUrl() {
  const store = useEditorStore()
  const { select } = useEditorActions()
  const [step, setStep] = useQueryState('step', parseAsString)
  const [linked] = useState(step)

  useEffect(() => {
    if (linked !== null && findNode(store.getState(), linked)) select([linked])
    return store.subscribe(({ selectedNodeIds }, before) => {
      if (selectedNodeIds === before.selectedNodeIds) return
      const [selected, ...others] = selectedNodeIds
      void setStep(selected !== undefined && others.length === 0 ? selected : null)
    })
  }, [store, select, setStep, linked])
}
