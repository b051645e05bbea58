import { useReactFlow } from '@xyflow/react'
import { type PointerEvent, useEffect, useRef } from 'react'
import { announce } from '@/components/ui/announcer'
import { plural } from '@/lib/format'
import { writeSteps } from '../copied-steps'
import { useEditorActions, useEditorStore } from '../use-editor'
import { fields } from '../use-editor-keys'
import { useReadOnly } from '../use-read-only'
import { sayNothingPasted, usePasteSteps } from './use-paste-steps'
import { useRemoveSelection } from './use-remove-selection'

/**
 * Copy, cut and paste while the canvas has the focus. The browser's own events carry the text, so that it
 * asks nobody for permission, and the keys are those of the system.
 * @returns what to give to the canvas, to know where the pointer is
 */
export function useClipboardKeys(editable: boolean) {
  const editor = useEditorStore()
  const actions = useEditorActions()
  const flow = useReactFlow()
  const paste = usePasteSteps()
  const remove = useRemoveSelection()
  const refusal = useReadOnly()?.reason
  const pointer = useRef<{ x: number; y: number } | null>(null)

  useEffect(() => {
    function onCopy(event: ClipboardEvent) {
      const state = editor.getState()
      const ids = state.selectedNodeIds.length > 0 ? state.selectedNodeIds : focusedStep()
      const isText = document.getSelection()?.isCollapsed === false
      if (!canvasHasFocus() || isText || ids.length === 0) return
      if (event.type === 'cut' && !editable) return
      event.preventDefault()
      event.clipboardData?.setData('text/plain', writeSteps(state, ids))
      if (event.type === 'copy') return announce(`Copied ${plural(ids.length, 'step', 'steps')}`)
      actions.select(ids)
      remove('cut')
    }

    function onPaste(event: ClipboardEvent) {
      if (!canvasHasFocus()) return
      event.preventDefault()
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (editable) paste(text, pointer.current ? flow.screenToFlowPosition(pointer.current) : undefined)
      else if (refusal) sayNothingPasted(refusal)
    }

    // Where nothing is selected, browsers send these to the body, whatever has the focus.
    document.addEventListener('copy', onCopy)
    document.addEventListener('cut', onCopy)
    document.addEventListener('paste', onPaste)
    return () => {
      document.removeEventListener('copy', onCopy)
      document.removeEventListener('cut', onCopy)
      document.removeEventListener('paste', onPaste)
    }
  }, [editor, actions, flow, paste, remove, refusal, editable])

  return {
    onPointerMove: ({ clientX: x, clientY: y }: PointerEvent) => {
      pointer.current = { x, y }
    },
    onPointerLeave: () => {
      pointer.current = null
    },
  }
}

function canvasHasFocus(): boolean {
  const focused = document.activeElement
  return focused !== null && focused.closest('[data-region="canvas"]') !== null && !focused.matches(fields)
}

function focusedStep(): string[] {
  const focused = document.activeElement?.closest<HTMLElement>('.react-flow__node, [data-step-row]')
  const id = focused?.dataset.stepRow ?? focused?.dataset.id
  return id === undefined ? [] : [id]
}
