import { useCallback } from 'react'
import { rowElement } from '../steps-list/row-element'
import { useEditorStore } from '../use-editor'
import { useCanvasStore } from './canvas-provider'
import { useDefaultTarget } from './use-add-step'
import { stepElement } from './use-step-focus'

/** Half the picker's width, to have it in the middle. */
const halfPicker = 144

/** Asks which step to add, beside the selected step, else at the top of the canvas. */
export function useOpenPicker(): () => void {
  const editor = useEditorStore()
  const canvas = useCanvasStore()
  const defaultTarget = useDefaultTarget()
  return useCallback(() => {
    const id = editor.getState().selectedNodeIds[0]
    const step = id ? (stepElement(id) ?? rowElement(id)) : null
    const box = step?.getBoundingClientRect()
    const pane = document.querySelector('[data-region="canvas"]')?.getBoundingClientRect()
    const x = box ? box.right + 8 : (pane?.left ?? 0) + (pane?.width ?? 0) / 2 - halfPicker
    const y = box ? box.top : (pane?.top ?? 0) + 80
    canvas.setState({ picker: { x, y, target: defaultTarget() } })
  }, [editor, canvas, defaultTarget])
}
