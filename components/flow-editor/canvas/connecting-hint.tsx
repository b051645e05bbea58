'use client'

import { Button } from '@/components/ui/button'
import { findNode } from '../flow-document'
import { outputName, stepName } from '../step-types'
import { useEditor } from '../use-editor'
import { useCanvas } from './canvas-provider'
import { useConnecting } from './use-connecting'

/** What the next click does, while a connection is made by clicks. */
export function ConnectingHint() {
  const connecting = useCanvas((state) => state.connecting)
  const { end } = useConnecting()
  const source = useEditor((state) => (connecting ? findNode(state, connecting.output.source) : undefined))
  if (connecting?.by !== 'click' || !source) return null
  return (
    <div className="absolute inset-x-0 top-3 z-10 mx-auto flex w-fit max-w-[90%] items-center gap-3 rounded-lg border border-line bg-raised py-1.5 pr-1.5 pl-3 shadow-raised">
      <span>
        Click the step that{' '}
        <strong className="font-medium">{outputName(connecting.output.sourceHandle)}</strong> of{' '}
        <strong className="font-medium">{stepName(source)}</strong> leads to
      </span>
      <Button size="sm" onClick={end}>
        Cancel connecting
      </Button>
    </div>
  )
}
