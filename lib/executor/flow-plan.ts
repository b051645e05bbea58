import { type FlowDefinition, type FlowNode, isKnownNode, type NodeOf } from '@/lib/flows/schema'

/** A definition as the executor walks it. */
export type FlowPlan = {
  start: FlowNode | undefined
  /** What the start step declares. */
  inputs: NodeOf<'start'>['data']['inputs']
  nodes: ReadonlyMap<string, FlowNode>
  byKey: (key: string) => FlowNode | undefined
  next: (nodeId: string, output: string | null) => FlowNode | undefined
}

const plans = new WeakMap<FlowDefinition, FlowPlan>()

/** Worked out once for each definition in memory; a published one is run again and again. */
export function planFlow(definition: FlowDefinition): FlowPlan {
  const known = plans.get(definition)
  if (known) return known
  const plan = newPlan(definition)
  plans.set(definition, plan)
  return plan
}

function newPlan(definition: FlowDefinition): FlowPlan {
  const known = definition.nodes.filter(isKnownNode)
  const nodes = new Map(known.map((node) => [node.id, node]))
  const name = (nodeId: string, output: string | null) => `${nodeId}\n${output}`
  const targets = new Map(
    definition.edges.map(({ source, sourceHandle, target }) => [name(source, sourceHandle), target]),
  )
  return {
    start: known.find(({ type }) => type === 'start'),
    inputs: known.flatMap((node) => (node.type === 'start' ? node.data.inputs : [])),
    nodes,
    byKey: (key) => known.find(({ data }) => data.key === key),
    next: (nodeId, output) => nodes.get(targets.get(name(nodeId, output)) ?? ''),
  }
}
