import { useEffect } from 'react'
import { showToast } from '@/components/ui/toast'
import { useCanvas, useCanvasStore } from './canvas/canvas-provider'
import { useRunStep } from './use-run-step'

/** Runs the step that a key asked for, as soon as it is known what the steps before it came to. */
export function RequestedStepRun() {
  const nodeId = useCanvas((state) => state.stepToRun)
  return nodeId === null ? null : <StepRun key={nodeId} nodeId={nodeId} />
}

function StepRun({ nodeId }: { nodeId: string }) {
  const canvas = useCanvasStore()
  const { isLoading, refusal, runStep } = useRunStep(nodeId)
  useEffect(() => {
    // Taken back at once: it is done once, however often this is drawn meanwhile.
    if (isLoading || canvas.getState().stepToRun !== nodeId) return
    canvas.setState({ stepToRun: null })
    if (refusal) showToast({ title: 'Step not run', description: refusal, tone: 'info' })
    else runStep({ only: true })
  })
  return null
}
