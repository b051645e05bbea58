import { uuidv7 } from 'uuidv7'
import { keyFromLabel } from './keys'
import { nodeTypeLabels } from './node-type-labels'
import type { FlowDefinition, FlowNode, NodeData, NodeOf, NodeType } from './schema'

type Blank<T extends NodeType> = Omit<NodeData<T>, 'key' | 'label'>

const blankData = {
  start: () => ({ inputs: [] }),
  apiCall: () => ({ endpointId: null, method: 'GET', path: '' }),
  condition: () => ({ match: 'all', rows: [{ left: '', operator: 'equals', right: '' }] }),
  setVariables: () => ({ variables: [{ name: '', value: '' }] }),
  delay: () => ({ seconds: 1 }),
  end: () => ({ output: {} }),
} satisfies { [T in NodeType]: () => Blank<T> }

/** A step as it comes from the step picker: a label and a key that no other step has. */
export function newNode<T extends NodeType>(
  type: T,
  position: { x: number; y: number },
  taken: Iterable<string>,
): NodeOf<T> {
  const key = keyFromLabel(nodeTypeLabels[type], taken)
  const number = /_(\d+)$/.exec(key)?.[1]
  const label = number ? `${nodeTypeLabels[type]} ${number}` : nodeTypeLabels[type]
  const node = { id: newNodeId(), type, position, data: { key, label, ...blankData[type]() } }
  return node as FlowNode as NodeOf<T>
}

/** Unique in any flow, so that steps can be copied from one to another. */
export function newNodeId(): string {
  return `n_${uuidv7()}`
}

export function newEdgeId(): string {
  return `e_${uuidv7()}`
}

/** Where every flow begins: a start step, and nothing to do yet. */
export function blankDefinition(): FlowDefinition {
  return { nodes: [newNode('start', { x: 0, y: 0 }, [])], edges: [] }
}
