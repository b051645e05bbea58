import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useOrganization } from '@/components/shell/organization-context'
import { showToast } from '@/components/ui/toast'
import { endpointsQuery } from '@/lib/endpoints/queries'
import { readSteps } from '../copied-steps'
import type { Position } from '../flow-document'
import { useEditorActions } from '../use-editor'
import { useCanvasStore } from './canvas-provider'

/** Adds the steps that a text holds, around a place of the canvas or near where they were, and focuses them. */
export function usePasteSteps(): (text: string, middle?: Position) => void {
  const { slug } = useOrganization()
  const { data: endpoints } = useQuery(endpointsQuery(slug))
  const actions = useEditorActions()
  const canvas = useCanvasStore()

  return useCallback(
    (text, middle) => {
      const copied = readSteps(text)
      if (!copied) return sayNothingPasted('There are no copied steps on the clipboard.')
      const endpointIds = endpoints && new Set(endpoints.map(({ id }) => id))
      const { ids, leftOutStart, refusal } = actions.paste(copied, { middle, endpointIds })
      if (refusal) return sayNothingPasted(refusal)
      const [first] = ids
      if (first === undefined) return sayNothingPasted(oneStart)
      canvas.setState({ focusNext: first })
      if (leftOutStart) showToast({ title: 'Start left out', description: oneStart, tone: 'info' })
    },
    [actions, canvas, endpoints],
  )
}

const oneStart = 'A flow has one Start, and this one has it already.'

export function sayNothingPasted(description: string): void {
  showToast({ title: 'Nothing pasted', description, tone: 'info' })
}
