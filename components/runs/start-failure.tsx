import { focusCanvas } from '@/components/flow-editor/canvas/use-step-focus'
import { useEditorStore } from '@/components/flow-editor/use-editor'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { CopyButton } from '@/components/ui/copy-button'
import { ActionError } from '@/lib/action-result'
import { useCurrentRun } from './use-current-run'

/**
 * Why no run was started. It stays: behind a message that goes away by itself, the run before, which is still
 * shown, would pass for the one that was asked for.
 */
export function StartFailure() {
  const { startError, dismissStartError } = useCurrentRun()
  const store = useEditorStore()
  if (!startError) return null
  const requestId = startError instanceof ActionError ? startError.body.requestId : ''
  return (
    <Callout
      role="alert"
      tone="danger"
      title="Couldn’t start the run"
      className="mx-3 mb-3 shrink-0"
      actions={
        <>
          <Button
            size="sm"
            onClick={() => {
              dismissStartError()
              focusCanvas(store.getState().selectedNodeIds[0])
            }}
          >
            Dismiss
          </Button>
          {requestId && <CopyButton value={requestId} label="Copy request id" text />}
        </>
      }
    >
      {startError.message}
    </Callout>
  )
}
