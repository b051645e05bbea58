import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { useEditorContext } from './editor-provider'
import { type EditorState, isDirty } from './editor-store'
import type { EditorNode } from './flow-document'

/** One part of the editor's state. For a new array or object wrap the selector in `useShallow`. */
export function useEditor<T>(selector: (state: EditorState) => T): T {
  return useStore(useEditorContext().store, selector)
}

export function useEditorStore() {
  return useEditorContext().store
}

export function useEditorActions() {
  return useEditorContext().actions
}

export function useFlowId(): string {
  return useEditor((state) => state.flowId)
}

/** The selected steps, in the order of the document. */
export function useSelectedNodes(): EditorNode[] {
  return useEditor(
    useShallow((state) => state.nodes.filter((node) => state.selectedNodeIds.includes(node.id))),
  )
}

export function useDirty(): boolean {
  return useEditor(isDirty)
}

/** What undo and redo would do, in words; `null` when there is nothing. */
export function useHistory(): { undo: string | null; redo: string | null } {
  const { temporal } = useEditorStore()
  const label = useEditor((state) => state.change.label)
  const canUndo = useStore(temporal, (history) => history.pastStates.length > 0)
  const redo = useStore(temporal, (history) => history.futureStates.at(-1)?.change?.label ?? null)
  return { undo: canUndo ? label : null, redo }
}

/** Saves at once; `true` when the server holds what is on screen. */
export function useSaveNow(): () => Promise<boolean> {
  return useEditorContext().autosave.saveNow
}
