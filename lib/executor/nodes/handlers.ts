import type { FlowNode, NodeType } from '@/lib/flows/schema'
import type { HandlerOf, SettledStep, StepContext, StepHandler } from '../types'
import { runApiCall } from './api-call'
import { runCondition } from './condition'
import { runDelay } from './delay'
import { runEnd } from './end'
import { runSetVariables } from './set-variables'
import { runStart } from './start'

const handlers = {
  start: runStart,
  apiCall: runApiCall,
  condition: runCondition,
  setVariables: runSetVariables,
  delay: runDelay,
  end: runEnd,
} satisfies { [T in NodeType]: HandlerOf<T> }

/** Runs one step by its type. */
export function handleNode(node: FlowNode, context: StepContext): SettledStep | Promise<SettledStep> {
  // The table pairs each type with its handler; TypeScript can't follow that through a union.
  const handler = handlers[node.type] as StepHandler<FlowNode>
  return handler(node, context)
}
