import { nodeOutputs, type NodeType } from './schema'

/** As much of a definition as questions about its shape need; React Flow's own objects fit too. */
export type GraphNode = { id: string; type?: string }
export type GraphEdge = { id: string; source: string; target: string; sourceHandle?: string | null }
export type Graph<N extends GraphNode = GraphNode, E extends GraphEdge = GraphEdge> = {
  nodes: readonly N[]
  edges: readonly E[]
}

/** Edges that leave a node, in the order of its outputs: Success before Error. */
export function outgoingEdges<E extends GraphEdge>(graph: Graph<GraphNode, E>, nodeId: string): E[] {
  const node = graph.nodes.find(({ id }) => id === nodeId)
  const edges = graph.edges.filter(({ source }) => source === nodeId)
  return edges.sort((a, b) => outputRank(node, a) - outputRank(node, b))
}

export function incomingEdges<E extends GraphEdge>(graph: Graph<GraphNode, E>, nodeId: string): E[] {
  return graph.edges.filter(({ target }) => target === nodeId)
}

/** The edge that leaves one output; in a sound flow there is at most one. */
export function edgeFromOutput<E extends GraphEdge>(
  graph: Graph<GraphNode, E>,
  nodeId: string,
  output: string,
): E | undefined {
  return graph.edges.find(({ source, sourceHandle }) => source === nodeId && sourceHandle === output)
}

/** Every node from which `nodeId` can be reached; in a sound flow, without itself. */
export function upstreamOf(graph: Graph, nodeId: string): Set<string> {
  return closure(nodeId, neighbours(graph, 'target', 'source'))
}

/** Every node that can be reached from `nodeId`; in a sound flow, without itself. */
export function downstreamOf(graph: Graph, nodeId: string): Set<string> {
  return closure(nodeId, neighbours(graph, 'source', 'target'))
}

/** Whether an edge from `source` to `target` would close a loop. */
export function wouldCreateLoop(graph: Graph, source: string, target: string): boolean {
  return source === target || downstreamOf(graph, target).has(source)
}

/** The nodes that a run can arrive at: the start steps and all that follows them. */
export function reachableNodes(graph: Graph): Set<string> {
  const found = new Set<string>()
  const next = neighbours(graph, 'source', 'target')
  for (const node of graph.nodes) {
    if (node.type !== 'start') continue
    found.add(node.id)
    for (const id of closure(node.id, next)) found.add(id)
  }
  return found
}

/**
 * The nodes in the order in which people read a flow: start first, what follows Success before what
 * follows Error, a step where branches meet after all of them. Nodes that nothing leads to come last.
 */
export function flowOrder<N extends GraphNode>(graph: Graph<N>): N[] {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]))
  const outgoing = groupBySource(graph.edges)
  const visited = new Set<string>()

  // Depth first, last output first; each node is taken after all that follows it, then the whole is
  // turned round. An explicit stack, because a flow may be thousands of steps long.
  function visit(root: N): N[] {
    const finished: N[] = []
    const stack = [{ node: root, entered: false }]
    for (let top = stack.pop(); top; top = stack.pop()) {
      const { node } = top
      if (top.entered) {
        finished.push(node)
        continue
      }
      if (visited.has(node.id)) continue
      visited.add(node.id)
      stack.push({ node, entered: true })
      const edges = outgoing.get(node.id)?.sort((a, b) => outputRank(node, a) - outputRank(node, b)) ?? []
      for (const { target } of edges) {
        const next = nodes.get(target)
        if (next && !visited.has(target)) stack.push({ node: next, entered: false })
      }
    }
    return finished.reverse()
  }

  const starts = graph.nodes.filter(({ type }) => type === 'start')
  const entered = new Set(graph.edges.map(({ target }) => target))
  const roots = graph.nodes.filter(({ id, type }) => type !== 'start' && !entered.has(id))
  const order: N[] = []
  for (const root of [...starts, ...roots, ...graph.nodes]) order.push(...visit(root))
  return order
}

/** Nodes that can be reached from themselves. A sound flow has none. */
export function nodesInLoops(graph: Graph): Set<string> {
  const incoming = new Map(graph.nodes.map(({ id }) => [id, 0]))
  for (const { target } of graph.edges) incoming.set(target, (incoming.get(target) ?? 0) + 1)
  const next = neighbours(graph, 'source', 'target')
  const free = graph.nodes.filter(({ id }) => incoming.get(id) === 0).map(({ id }) => id)
  const left = new Set(graph.nodes.map(({ id }) => id))
  for (let id = free.pop(); id !== undefined; id = free.pop()) {
    left.delete(id)
    for (const target of next.get(id) ?? []) {
      const count = (incoming.get(target) ?? 0) - 1
      incoming.set(target, count)
      if (count === 0) free.push(target)
    }
  }
  // What only follows a loop is left over too; a node of a loop is downstream of itself.
  return new Set([...left].filter((id) => closure(id, next).has(id)))
}

/** The place of an output among those of its step, counted from above. */
export function outputRank(node: GraphNode | undefined, edge: GraphEdge): number {
  const outputs: readonly string[] = nodeOutputs[node?.type as NodeType] ?? []
  const rank = outputs.indexOf(edge.sourceHandle ?? '')
  return rank === -1 ? outputs.length : rank
}

export function groupBySource<E extends GraphEdge>(edges: readonly E[]): Map<string, E[]> {
  const groups = new Map<string, E[]>()
  for (const edge of edges) {
    const group = groups.get(edge.source)
    if (group) group.push(edge)
    else groups.set(edge.source, [edge])
  }
  return groups
}

function neighbours(graph: Graph, from: 'source' | 'target', to: 'source' | 'target') {
  const map = new Map<string, string[]>()
  for (const edge of graph.edges) {
    const list = map.get(edge[from])
    if (list) list.push(edge[to])
    else map.set(edge[from], [edge[to]])
  }
  return map
}

function closure(start: string, next: Map<string, string[]>): Set<string> {
  const found = new Set<string>()
  const open = [start]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const neighbour of next.get(id) ?? []) {
      if (found.has(neighbour)) continue
      found.add(neighbour)
      open.push(neighbour)
    }
  }
  return found
}

/**
 * Answers "does `to` come after `from`?" for many pairs of one graph. Each node has its upstream as a row
 * of bits, so that a flow of thousands of steps takes milliseconds.
 */
export function createReachability(graph: Graph): (from: string, to: string) => boolean {
  const order = flowOrder(graph)
  const places = new Map(order.map(({ id }, place) => [id, place]))
  const words = Math.ceil(order.length / 32)
  const upstream = order.map(() => new Uint32Array(words))
  const edges = graph.edges
    .map(({ source, target }) => [places.get(source), places.get(target)] as const)
    .sort(([a = 0], [b = 0]) => a - b)
  // In this order one pass is enough, and a second one sees it; loops take a few more.
  for (let isChanged = true; isChanged;) {
    isChanged = false
    for (const [from, to] of edges) {
      const row = to === undefined ? undefined : upstream[to]
      const inherited = from === undefined ? undefined : upstream[from]
      if (from === undefined || !row || !inherited) continue
      isChanged = add(row, inherited, from) || isChanged
    }
  }
  return (from, to) => {
    const place = places.get(from)
    const row = upstream[places.get(to) ?? -1]
    return place !== undefined && row !== undefined && ((row[place >>> 5] ?? 0) & (1 << (place & 31))) !== 0
  }
}

/** Adds a node and its own upstream to a row. @returns whether that was anything new */
function add(row: Uint32Array, inherited: Uint32Array, place: number): boolean {
  let isChanged = false
  for (let word = 0; word < row.length; word++) {
    const own = word === place >>> 5 ? 1 << (place & 31) : 0
    const before = row[word] ?? 0
    const after = (before | (inherited[word] ?? 0) | own) >>> 0
    row[word] = after
    isChanged ||= after !== before
  }
  return isChanged
}
