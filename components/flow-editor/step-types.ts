import {
  Braces,
  CircleHelp,
  CirclePlay,
  CircleStop,
  Globe,
  Hourglass,
  type LucideIcon,
  Split,
} from 'lucide-react'
import { nodeTypeLabels } from '@/lib/flows/node-type-labels'
import { nodeTypes, type NodeType } from '@/lib/flows/schema'
import type { EditorNode } from './flow-document'

type StepType = { name: string; hint: string; icon: LucideIcon }

/** How each type of step is named, explained and drawn. */
export const stepTypes = {
  start: {
    name: nodeTypeLabels.start,
    hint: 'Where a run begins, with its inputs',
    icon: CirclePlay,
  },
  apiCall: { name: nodeTypeLabels.apiCall, hint: 'One request through an endpoint', icon: Globe },
  condition: {
    name: nodeTypeLabels.condition,
    hint: 'Goes one of two ways',
    icon: Split,
  },
  setVariables: { name: nodeTypeLabels.setVariables, hint: 'Keeps values for later steps', icon: Braces },
  delay: { name: nodeTypeLabels.delay, hint: 'Waits up to an hour, then goes on', icon: Hourglass },
  end: { name: nodeTypeLabels.end, hint: 'Ends the run with an output', icon: CircleStop },
} as const satisfies Record<NodeType, StepType>

const unknownType: StepType = {
  name: 'Unknown step',
  hint: 'This version of Sluice does not know this step',
  icon: CircleHelp,
}

export function stepType(type: string): StepType {
  return isNodeType(type) ? stepTypes[type] : unknownType
}

function isNodeType(type: string): type is NodeType {
  return (nodeTypes as readonly string[]).includes(type)
}

const outputNames: Record<string, string> = {
  next: 'Next',
  success: 'Success',
  error: 'Error',
  true: 'True',
  false: 'False',
}

/** What an output is called in the interface. */
export function outputName(handle: string): string {
  return outputNames[handle] ?? handle
}

/** The name that a person gave the step, else that of its type. */
export function stepName(node: EditorNode): string {
  const label = node.data.label
  return typeof label === 'string' && label.trim() !== '' ? label : stepType(node.type).name
}
