'use client'

import { RotateCw } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { announce } from '@/components/ui/announcer'
import { ToolbarButton } from '@/components/ui/toolbar'
import { useCanvasStore } from '../canvas/canvas-provider'
import type { SavePhase } from '../editor-store'
import { useDirty, useEditor, useSaveNow } from '../use-editor'
import { useReadOnly } from '../use-read-only'

/** Whether the server has what is on screen, always in words. */
export function SaveState() {
  const phase = useEditor((state) => state.savePhase)
  const dirty = useDirty()
  const saveNow = useSaveNow()
  const readOnly = useReadOnly()
  const canvas = useCanvasStore()
  useAnnouncedSaving(phase)

  if (readOnly && !dirty) return <State>View only</State>
  if (phase.type === 'failed' || phase.type === 'refused') {
    return (
      <ToolbarButton
        label={`Couldn’t save – Retry. ${phase.message}`}
        text="Couldn’t save – Retry"
        icon={<RotateCw aria-hidden />}
        onClick={() => void saveNow()}
        className="text-danger"
      />
    )
  }
  if (phase.type === 'offline') return <State className="text-warning">Offline – will retry</State>
  if (phase.type === 'conflict') {
    return (
      <ToolbarButton
        label="Changed elsewhere – Compare"
        showLabel
        onClick={() => canvas.setState({ conflictPostponed: false })}
        className="text-warning"
      />
    )
  }
  if (phase.type === 'saving') return <State>Saving…</State>
  return <State>{dirty ? 'Unsaved changes' : 'Saved'}</State>
}

function State({ className = 'text-muted', children }: { className?: string; children: string }) {
  return <span className={`shrink-0 px-1 text-xs ${className}`}>{children}</span>
}

/** Autosave is silent for screen readers, but for a failure and its end. */
function useAnnouncedSaving(phase: SavePhase) {
  const broken = useRef(false)
  useEffect(() => {
    if (phase.type === 'failed') announce(`Couldn’t save the flow. ${phase.message}`, { assertive: true })
    if (phase.type === 'refused') announce(phase.message, { assertive: true })
    if (phase.type === 'offline' && !broken.current) announce('Offline. Changes are kept and saved later.')
    if (phase.type === 'idle' && broken.current) announce('Saved')
    if (phase.type !== 'saving') broken.current = ['failed', 'refused', 'offline'].includes(phase.type)
  }, [phase])
}
