import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { IconButton } from '@/components/ui/icon-button'
import { Menu, MenuItem } from '@/components/ui/menu'
import { showToast } from '@/components/ui/toast'
import { isKnownNode } from '@/lib/flows/schema'
import type { TemplateScope } from '@/lib/flows/templates'
import { findNode } from '../flow-document'
import { useEditor, useFlowId } from '../use-editor'
import { SampleDialog } from './sample-dialog'
import { keepSample, removeSample, useSamples } from './stored-samples'

type Props = { nodeId: string; name: string; values: TemplateScope }

/** Whether a step's answer is a sample, and how to make it one or take it away. */
export function SampleMenu({ nodeId, name, values }: Props) {
  const flowId = useFlowId()
  const isSample = Object.hasOwn(useSamples(flowId), nodeId)
  const node = useEditor((state) => findNode(state, nodeId))
  const [isEditing, setEditing] = useState(false)
  if (!node || !isKnownNode(node) || node.type !== 'apiCall') return null
  const { key } = node.data

  function keep() {
    const { body } = values.steps[key] as { body: unknown }
    const refusal = keepSample(flowId, nodeId, body)
    if (refusal === null) showToast({ title: 'Sample saved' })
    else showToast({ title: 'Couldn’t keep the answer', description: refusal, tone: 'danger' })
  }

  function remove() {
    removeSample(flowId, nodeId)
    showToast({ title: 'Sample removed' })
  }

  return (
    <>
      {isSample && <Badge tone="info">Sample</Badge>}
      <Menu
        align="end"
        trigger={
          <IconButton label={`Sample of ${name}`} size="sm" className="ml-auto">
            <Ellipsis size={14} aria-hidden />
          </IconButton>
        }
      >
        {!isSample && <MenuItem onClick={keep}>Pin this answer</MenuItem>}
        <MenuItem onClick={() => setEditing(true)}>{isSample ? 'Edit sample' : 'Paste a sample'}</MenuItem>
        {isSample && <MenuItem onClick={remove}>Remove sample</MenuItem>}
      </Menu>
      {isEditing && <SampleDialog nodeId={nodeId} name={name} onClose={() => setEditing(false)} />}
    </>
  )
}
