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
      firstField()?.focus()
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
        const element = match?.matches(controls) ? match : match?.querySelector<HTMLElement>(controls)
        ;(element ?? firstField())?.focus()
      })
    },
    [canvas],
  )
}

const controls = 'input, textarea, select, button, [tabindex="0"]'

/** What to edit first: a marked field, else the first one of the open tab, else anything. */
function firstField(): HTMLElement | undefined {
  const inspector = document.getElementById(inspectorId)
  const scopes = ['[data-inspector-focus]', `[role="tabpanel"] :is(${controls})`, controls]
  return scopes
    .flatMap((scope) => [...(inspector?.querySelectorAll<HTMLElement>(scope) ?? [])])
    .find((element) => element.checkVisibility())
}
