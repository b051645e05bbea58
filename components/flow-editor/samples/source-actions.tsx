import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { findNode } from '../flow-document'
import { useEditor } from '../use-editor'
import { useRunStep } from '../use-run-step'
import { SampleDialog } from './sample-dialog'

type Props = { nodeId: string; name: string }

/** Two ways to learn what a step answers. */
export function SourceActions({ nodeId, name }: Props) {
  const { refusal, runStep } = useRunStep(nodeId)
  const isApiCall = useEditor((state) => findNode(state, nodeId)?.type === 'apiCall')
  const [isPasting, setPasting] = useState(false)
  return (
    <span className="flex flex-wrap gap-2">
      <Button size="sm" disabledReason={refusal} onClick={() => runStep({ only: true })}>
        Run step
      </Button>
      {isApiCall && (
        <Button size="sm" onClick={() => setPasting(true)}>
          Paste a sample
        </Button>
      )}
      {isPasting && <SampleDialog nodeId={nodeId} name={name} onClose={() => setPasting(false)} />}
    </span>
  )
}
