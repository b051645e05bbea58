import { useCallback } from 'react'
import { useCanvasStore } from './canvas/canvas-provider'

export const inspectorId = 'inspector'

/** Opens the inspector, where it is not always there, and puts the focus on its first field. */
export function useFocusInspector(): () => void {
  const canvas = useCanvasStore()
  return useCallback(() => {
    canvas.setState({ inspectorOpen: true })
    // After React has drawn what was just selected.
    requestAnimationFrame(() => {
      const inspector = document.getElementById(inspectorId)
      const field =
        inspector?.querySelector<HTMLElement>('[data-inspector-focus]') ??
        inspector?.querySelector<HTMLElement>('input:not([disabled]), textarea, select, button')
      field?.focus()
    })
  }, [canvas])
}

/** Shows the field of a step that a problem is about. */
export function useFocusField(): (field: string | null) => void {
  const canvas = useCanvasStore()
  return useCallback(
    (field) => {
      canvas.setState({ inspectorOpen: true })
      requestAnimationFrame(() => {
        const inspector = document.getElementById(inspectorId)
        const marked = [...(inspector?.querySelectorAll<HTMLElement>('[data-field]') ?? [])]
        const match = marked
          .filter(({ dataset }) => field !== null && `${field}.`.startsWith(`${dataset.field}.`))
          .toSorted((a, b) => (b.dataset.field?.length ?? 0) - (a.dataset.field?.length ?? 0))[0]
        const control = 'input, textarea, select, button, [tabindex]'
        const element = match?.matches(control) ? match : match?.querySelector<HTMLElement>(control)
        ;(element ?? inspector?.querySelector<HTMLElement>('[data-inspector-focus]'))?.focus()
      })
    },
    [canvas],
  )
}
