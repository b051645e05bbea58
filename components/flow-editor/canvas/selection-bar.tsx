'use client'

import { Button } from '@/components/ui/button'
import { plural } from '@/lib/format'
import { useEditor } from '../use-editor'
import { useFocusInspector } from '../use-inspector'
import { useCanvas } from './canvas-provider'

/** The way to what can be done with several steps, where the inspector is not beside the canvas. */
export function SelectionBar() {
  const count = useEditor((state) => state.selectedNodeIds.length)
  const inspectorOpen = useCanvas((state) => state.inspectorOpen)
  const focusInspector = useFocusInspector()
  if (count < 2 || inspectorOpen) return null
  return (
    <div className="absolute inset-x-0 bottom-3 z-10 mx-auto flex w-fit max-w-[90%] items-center gap-3 rounded-lg border border-line bg-raised py-1.5 pr-1.5 pl-3 shadow-raised xl:hidden">
      <span>{plural(count, 'step', 'steps')} selected</span>
      <Button size="sm" onClick={focusInspector}>
        Arrange or copy
      </Button>
    </div>
  )
}
