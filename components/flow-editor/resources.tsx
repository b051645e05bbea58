'use client'

import { ResourcesDrawer } from '@/components/endpoints/resources-drawer'
import { isKnownNode } from '@/lib/flows/schema'
import { useAddStep, useDefaultTarget } from './canvas/use-add-step'
import { useEditorActions, useSaveNow, useSelectedNodes } from './use-editor'
import { useReadOnly } from './use-read-only'
import { useResourcesPanel } from './use-resources-panel'

/** In pixels: the drawer lies below the toolbar, which stays usable. */
const toolbarHeight = 49

/** API endpoints beside the canvas, without leaving the flow. */
export function Resources() {
  const [panel, setPanel] = useResourcesPanel()
  const readOnly = useReadOnly() !== null
  const actions = useEditorActions()
  const saveNow = useSaveNow()
  const addStep = useAddStep()
  const defaultTarget = useDefaultTarget()
  const [selected, ...others] = useSelectedNodes()
  const call =
    selected && others.length === 0 && isKnownNode(selected) && selected.type === 'apiCall' ? selected : null
  return (
    <ResourcesDrawer
      open={panel === 'endpoints'}
      onOpenChange={(open) => void setPanel(open ? 'endpoints' : null)}
      top={toolbarHeight}
      saveFirst={saveNow}
      onUseInSelectedStep={
        call && !readOnly ? (endpointId) => actions.updateNodeData(call.id, { endpointId }) : undefined
      }
      onAddStep={
        readOnly
          ? undefined
          : (endpointId) => addStep({ type: 'apiCall', data: { endpointId } }, defaultTarget())
      }
    />
  )
}
