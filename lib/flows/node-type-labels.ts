import type { NodeType } from './schema'

/** What a new step of each type is called. */
export const nodeTypeLabels = {
  start: 'Start',
  apiCall: 'API Call',
  condition: 'Condition',
  setVariables: 'Set variables',
  delay: 'Delay',
  end: 'End',
} as const satisfies Record<NodeType, string>
