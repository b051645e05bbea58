'use client'

import { useSelectedNodes } from '../use-editor'
import { FlowSettings } from './flow-settings'
import { SeveralSteps } from './several-steps'
import { StepInspector } from './step-inspector'

/** What is selected, to be read and edited; with nothing selected, the flow itself. */
export function Inspector() {
  const [node, ...others] = useSelectedNodes()
  if (!node) return <FlowSettings />
  if (others.length > 0) return <SeveralSteps nodes={[node, ...others]} />
  return <StepInspector key={node.id} node={node} />
}
