import { createReachability, flowOrder } from './graph'
import {
  type FlowDefinition,
  type FlowNode,
  type InputType,
  isKnownNode,
  type NodeOf,
  type NodeType,
} from './schema'

/** Something that a template may mention, for suggestions and the data tree. */
export type AvailableReference = {
  /** `steps.get_customer.body`, as it stands between the braces. */
  reference: string
  type: InputType | 'any'
  /** Where it comes from; `null` for the run itself. */
  nodeId: string | null
  sourceLabel: string
  sample?: unknown
}

/** The fields of `steps.<key>` after an API Call, on both outputs. */
export const apiCallFields = {
  status: 'string',
  statusCode: 'number',
  headers: 'object',
  body: 'any',
  error: 'object',
  timing: 'object',
  attempts: 'number',
} as const satisfies Record<string, InputType | 'any'>

export const runFields = { id: 'string', startedAt: 'string' } as const satisfies Record<string, InputType>

const fieldsOfResult = {
  start: () => ({}),
  apiCall: () => apiCallFields,
  condition: () => ({ result: 'boolean' }),
  setVariables: (node) => Object.fromEntries(node.data.variables.map(({ name }) => [name, 'any'])),
  delay: () => ({}),
  end: () => ({}),
} as const satisfies { [T in NodeType]: (node: NodeOf<T>) => Record<string, InputType | 'any'> }

/** The fields of `steps.<key>` after this node, as far as its type tells. */
export function resultFields(node: FlowNode): Record<string, InputType | 'any'> {
  const fields = fieldsOfResult[node.type] as (node: FlowNode) => Record<string, InputType | 'any'>
  return fields(node)
}

/**
 * Everything that the templates of a node may mention: inputs, variables set before it, results of steps
 * before it, and the run. What lies inside a response body is known only after a run.
 */
export function availableReferences(definition: FlowDefinition, nodeId: string): AvailableReference[] {
  const comesAfter = createReachability(definition)
  const known = flowOrder(definition).filter(isKnownNode)
  const upstream = known.filter((node) => comesAfter(node.id, nodeId) && node.id !== nodeId)
  // Several steps may set one variable; it is suggested once.
  const found = new Map<string, AvailableReference>()
  const add = (each: AvailableReference) => found.set(each.reference, each)
  for (const node of known) {
    if (node.type !== 'start') continue
    for (const { name, type, sample } of node.data.inputs) {
      add({ reference: `input.${name}`, type, nodeId: node.id, sourceLabel: node.data.label, sample })
    }
  }
  for (const node of upstream) {
    const source = { nodeId: node.id, sourceLabel: node.data.label }
    const prefix = node.type === 'setVariables' ? 'vars' : `steps.${node.data.key}`
    for (const [field, type] of Object.entries(resultFields(node))) {
      if (field !== '') add({ reference: `${prefix}.${field}`, type, ...source })
    }
  }
  for (const [field, type] of Object.entries(runFields)) {
    add({ reference: `run.${field}`, type, nodeId: null, sourceLabel: 'Run' })
  }
  return [...found.values()]
}
