import type { EndpointHeaders } from '@/lib/endpoints/schema'
import { createReachability, nodesInLoops, reachableNodes } from './graph'
import { nodeFieldProblems } from './node-problems'
import { referenceProblems } from './reference-problems'
import { type FlowDefinition, type FlowNode, type FlowProblem, isKnownNode, nodeOutputs } from './schema'

/** What the steps of a flow need to know of an endpoint. */
export type EndpointFacts = { id: string } & EndpointHeaders

/** What the problems of a flow depend on besides its definition. */
export type ProblemFacts = {
  /** The endpoints of the organization; `null` while they aren't known, and then none counts as missing. */
  endpoints?: readonly EndpointFacts[] | null
}

/**
 * Everything that keeps a flow from running, and warnings, in the order of its nodes. An empty list, or
 * one of warnings only, means that it can be published and run.
 */
export function findProblems(definition: FlowDefinition, facts: ProblemFacts = {}): FlowProblem[] {
  const known = definition.nodes.filter(isKnownNode)
  const reachable = reachableNodes(definition)
  const byNode = new Map<string | null, FlowProblem[]>([[null, []]])
  for (const problem of [
    ...startProblems(known),
    ...typeProblems(definition),
    ...keyProblems(known),
    ...edgeProblems(definition),
    ...reachProblems(definition, known, reachable),
    ...known.flatMap((node) => nodeFieldProblems(node, facts)),
    ...referenceProblems(known, createReachability(definition)).map((found) =>
      onlyWarnWhereLost(found, reachable),
    ),
  ]) {
    const list = byNode.get(problem.nodeId)
    if (list) list.push(problem)
    else byNode.set(problem.nodeId, [problem])
  }
  const order = [null, ...definition.nodes.map(({ id }) => id)]
  return order.flatMap((id) => byNode.get(id) ?? [])
}

/** The problems that stop publishing and running. */
export function blockingProblems(problems: FlowProblem[]): FlowProblem[] {
  return problems.filter(({ severity }) => severity === 'error')
}

function startProblems(nodes: FlowNode[]): FlowProblem[] {
  const starts = nodes.filter(({ type }) => type === 'start')
  if (starts.length === 0) {
    return [problem('no_start', null, 'This flow has no start step, so nothing can begin.')]
  }
  return starts
    .slice(1)
    .map((node) => problem('several_starts', node.id, 'A flow has one start step. Delete all but one.'))
}

function typeProblems(definition: FlowDefinition): FlowProblem[] {
  return definition.nodes
    .filter((node) => !isKnownNode(node))
    .map((node) =>
      problem('unknown_type', node.id, `This version doesn’t know steps of type “${node.type}”.`),
    )
}

function keyProblems(nodes: FlowNode[]): FlowProblem[] {
  const first = new Map<string, FlowNode>()
  return nodes.flatMap((node) => {
    const other = first.get(node.data.key)
    if (!other) {
      first.set(node.data.key, node)
      return []
    }
    const message = `The key “${node.data.key}” is taken by “${other.data.label}”. Every step needs its own.`
    return [problem('duplicate_key', node.id, message, 'key')]
  })
}

function edgeProblems(definition: FlowDefinition): FlowProblem[] {
  const nodes = new Map(definition.nodes.map((node) => [node.id, node]))
  const left = new Set<string>()
  return definition.edges.flatMap(({ id, source, sourceHandle, target }): FlowProblem[] => {
    const from = nodes.get(source)
    const to = nodes.get(target)
    if (!from || !to) {
      const end = from ? 'leads to' : 'comes from'
      const nodeId = from ? source : to ? target : null
      return [problem('dangling_edge', nodeId, `The connection “${id}” ${end} a step that isn’t there.`)]
    }
    if (to.type === 'start') {
      return [problem('dangling_edge', source, 'Nothing can lead into the start step.')]
    }
    if (!isKnownNode(from)) return []
    const outputs: readonly string[] = nodeOutputs[from.type]
    if (!outputs.includes(sourceHandle)) {
      return [problem('dangling_edge', source, `“${from.data.label}” has no output “${sourceHandle}”.`)]
    }
    const output = JSON.stringify([source, sourceHandle])
    if (left.has(output)) {
      const message = `Two connections leave the output “${sourceHandle}”. Keep one of them.`
      return [problem('two_edges_from_output', source, message)]
    }
    left.add(output)
    return []
  })
}

/** A step that never runs can't fail over what it refers to, and a run goes its way without it. */
function onlyWarnWhereLost(found: FlowProblem, reachable: ReadonlySet<string>): FlowProblem {
  const isLost = found.nodeId !== null && !reachable.has(found.nodeId)
  return isLost ? { ...found, severity: 'warning' } : found
}

function reachProblems(
  definition: FlowDefinition,
  known: FlowNode[],
  reachable: ReadonlySet<string>,
): FlowProblem[] {
  const loops = [...nodesInLoops(definition)].map((id) =>
    problem('cycle', id, 'This step leads back to itself. A flow can’t go in circles.'),
  )
  const lost = known
    .filter(({ id, type }) => type !== 'start' && !reachable.has(id))
    .map(({ id }) => ({
      ...problem('unreachable', id, 'Nothing leads to this step, so it never runs.'),
      severity: 'warning' as const,
    }))
  return [...loops, ...lost]
}

function problem(
  code: FlowProblem['code'],
  nodeId: string | null,
  message: string,
  field: string | null = null,
): FlowProblem {
  return { code, severity: 'error', message, nodeId, field }
}
