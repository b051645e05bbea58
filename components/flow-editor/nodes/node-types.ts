import type { NodeType } from '@/lib/flows/schema'
import { ApiCallNode } from './api-call-node'
import { ConditionNode } from './condition-node'
import { DelayNode } from './delay-node'
import { EndNode } from './end-node'
import { SetVariablesNode } from './set-variables-node'
import { StartNode } from './start-node'
import { UnknownNode } from './unknown-node'

/** The view of each type of step. A constant: React Flow draws everything anew when it changes. */
export const stepNodeTypes = {
  start: StartNode,
  apiCall: ApiCallNode,
  condition: ConditionNode,
  setVariables: SetVariablesNode,
  delay: DelayNode,
  end: EndNode,
  unknown: UnknownNode,
} as const satisfies Record<NodeType | 'unknown', unknown>
