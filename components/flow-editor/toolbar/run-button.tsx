'use client'

import { Play, Square } from 'lucide-react'
import { useCurrentRun } from '@/components/runs/use-current-run'
import { useRunRefusal } from '@/components/runs/use-run-refusal'
import { ToolbarButton } from '@/components/ui/toolbar'

export function RunButton() {
  const { isActive, isStarting, isCanceling, start, cancel } = useCurrentRun()
  const refusal = useRunRefusal()
  if (isActive) {
    return (
      <ToolbarButton
        label={isCanceling ? 'Canceling…' : 'Cancel run'}
        showLabel
        icon={<Square aria-hidden />}
        shortcut="Mod+Enter"
        variant="secondary"
        loading={isCanceling}
        // The second click of a double click on Run is not meant for what took its place.
        onClick={({ detail }) => {
          if (detail < 2) cancel()
        }}
      />
    )
  }
  return (
    <ToolbarButton
      label="Run flow"
      text="Run"
      icon={<Play aria-hidden />}
      shortcut="Mod+Enter"
      variant="primary"
      loading={isStarting}
      disabledReason={refusal}
      onClick={start}
    />
  )
}
