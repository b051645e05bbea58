'use client'

import { Eye } from 'lucide-react'
import { useCurrentRun } from '@/components/runs/use-current-run'
import { Button } from '@/components/ui/button'
import { focusCanvas } from './canvas/use-step-focus'
import { useEditorStore } from './use-editor'
import { useReadOnly } from './use-read-only'

/** Why nothing can be changed, and the way back where there is one. */
export function ReadOnlyBanner() {
  const readOnly = useReadOnly()
  const { close } = useCurrentRun()
  const store = useEditorStore()
  if (!readOnly) return null
  return (
    <output className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-info-line bg-info-soft px-4 py-1.5 text-info">
      <Eye aria-hidden className="size-4 shrink-0" />
      <span className="min-w-0 flex-1">{readOnly.reason}</span>
      {readOnly.isRun && (
        <Button
          size="sm"
          onClick={() => {
            close()
            focusCanvas(store.getState().selectedNodeIds[0])
          }}
        >
          Back to editing
        </Button>
      )}
    </output>
  )
}
