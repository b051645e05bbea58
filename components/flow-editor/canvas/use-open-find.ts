import { useCallback } from 'react'
import { useCanvasStore } from './canvas-provider'

export const findInputId = 'find-steps'

/** Opens the search for steps, or goes back to it when it is open. */
export function useOpenFind(): () => void {
  const canvas = useCanvasStore()
  return useCallback(() => {
    canvas.setState({ findOpen: true })
    // After it is drawn, and after a menu that was chosen from has given the focus back.
    requestAnimationFrame(() => {
      const input = document.getElementById(findInputId)
      if (!(input instanceof HTMLInputElement)) return
      input.focus()
      input.select()
    })
  }, [canvas])
}
