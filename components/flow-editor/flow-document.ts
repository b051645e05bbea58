import { downstreamOf, edgeFromOutput, upstreamOf, wouldCreateLoop } from '@/lib/flows/graph'
import { relabelNode, renameKey, takenKeys } from '@/lib/flows/keys'
import { newEdgeId, newNode } from '@/lib/flows/new-flow'
import {
  type FlowDefinition,
  type FlowEdge,
  isKnownNode,
  nodeOutputs,
  type NodeType,
} from '@/lib/flows/schema'

export type EditorNode = FlowDefinition['nodes'][number]
export type Position = { x: number; y: number }
export type Output = { source: string; sourceHandle: string }
export type Connection = Output & { target: string }

/** What the editor edits, undoes and saves. Never changed in place: every change makes a new one. */
export type FlowDocument = { name: string; description: string; nodes: EditorNode[]; edges: FlowEdge[] }

/** Distances on the canvas, in flow pixels. `card` is what one step needs, with air around it. */
export const spacing = { grid: 10, column: 320, row: 150, card: { width: 260, height: 130 } } as const

/** The nearest line of the canvas. */
export function toGrid(value: number): number {
  // Without the zero below zero, which is equal to no other in a comparison of documents.
  return Math.round(value / spacing.grid) * spacing.grid || 0
}

export function findNode({ nodes }: Pick<FlowDocument, 'nodes'>, id: string): EditorNode | undefined {
  return nodes.find((node) => node.id === id)
}

/** The step that templates call by this key. */
export function findStepByKey({ nodes }: Pick<FlowDocument, 'nodes'>, key: string): EditorNode | undefined {
  return nodes.find((node) => isKnownNode(node) && node.data.key === key)
}

/** The outputs of a step, in the order in which they are drawn; none for a type that is not known. */
export function outputsOf(node: EditorNode): readonly string[] {
  return isKnownNode(node) ? nodeOutputs[node.type] : []
}

/** Why an edge may not be drawn, in words for people; `null` when it may. */
export function connectionRefusal(document: FlowDocument, connection: Connection): string | null {
  const { source, sourceHandle, target } = connection
  const from = findNode(document, source)
  const to = findNode(document, target)
  if (!from || !to || !outputsOf(from).includes(sourceHandle)) return 'That step is no longer here'
  if (source === target) return 'A step can’t lead to itself'
  if (to.type === 'start') return 'Nothing can lead into Start'
  if (edgeFromOutput(document, source, sourceHandle)?.target === target) return 'Already connected'
  if (wouldCreateLoop(document, source, target)) return 'Would create a loop'
  return null
}

/** Connects an output to a step. An output has one edge, so the one that it had gives way. */
export function connect(document: FlowDocument, { source, sourceHandle, target }: Connection): FlowDocument {
  const others = document.edges.filter((edge) => edge.source !== source || edge.sourceHandle !== sourceHandle)
  return { ...document, edges: [...others, { id: newEdgeId(), source, sourceHandle, target }] }
}

export type NewStep = { type: NodeType; data?: Record<string, unknown> }

/** Adds a step at a free place near `position`, with a label and a key that no other step has. */
export function addStep(
  document: FlowDocument,
  { type, data }: NewStep,
  position: Position,
): { document: FlowDocument; id: string } {
  const node = newNode(type, freePlace(document, position), takenKeys(document))
  const added = { ...document, nodes: [...document.nodes, node] }
  return { document: data ? patchData(added, node.id, data) : added, id: node.id }
}

/** Adds a step right of an output and leads the output into it. */
export function addStepAfter(
  document: FlowDocument,
  step: NewStep,
  output: Output,
  position = placeAfter(document, output),
): { document: FlowDocument; id: string } {
  const added = addStep(document, step, position)
  return { ...added, document: connect(added.document, { ...output, target: added.id }) }
}

/** Puts a step into an edge. What lies behind moves right when there is no room for it. */
export function insertOnEdge(
  document: FlowDocument,
  edgeId: string,
  step: NewStep,
): { document: FlowDocument; id: string } | null {
  const edge = document.edges.find((candidate) => candidate.id === edgeId)
  const source = edge && findNode(document, edge.source)
  const target = edge && findNode(document, edge.target)
  if (!edge || !source || !target) return null
  const x = source.position.x + spacing.column
  const missing = x + spacing.column - target.position.x
  const behind = downstreamOf(document, target.id).add(target.id)
  const nodes =
    missing <= 0
      ? document.nodes
      : document.nodes.map((node) => (behind.has(node.id) ? shifted(node, missing, 0) : node))
  const added = addStepAfter({ ...document, nodes }, step, edge, { x, y: target.position.y })
  const [output] = nodeOutputs[step.type]
  if (output === undefined) return added
  return {
    ...added,
    document: connect(added.document, { source: added.id, sourceHandle: output, target: target.id }),
  }
}

/** Removes steps with every edge that touches them, and the given edges. */
export function remove(document: FlowDocument, nodeIds: string[], edgeIds: string[]): FlowDocument {
  const gone = new Set(nodeIds)
  const goneEdges = new Set(edgeIds)
  return {
    ...document,
    nodes: document.nodes.filter((node) => !gone.has(node.id)),
    edges: document.edges.filter(
      (edge) => !gone.has(edge.source) && !gone.has(edge.target) && !goneEdges.has(edge.id),
    ),
  }
}

export function move(document: FlowDocument, positions: ReadonlyMap<string, Position>): FlowDocument {
  return {
    ...document,
    nodes: document.nodes.map((node) => {
      const position = positions.get(node.id)
      return position ? { ...node, position } : node
    }),
  }
}

/** Merges into a step's data; a field whose new value is `undefined` is taken out. */
export function patchData(document: FlowDocument, id: string, patch: Record<string, unknown>): FlowDocument {
  return {
    ...document,
    nodes: document.nodes.map((node) => {
      if (node.id !== id) return node
      const data = Object.fromEntries(
        Object.entries({ ...node.data, ...patch }).filter(([, value]) => value !== undefined),
      )
      return { ...node, data } as EditorNode
    }),
  }
}

/** Names a step. Its key follows as long as it was made from the label, and references follow the key. */
export function renameStep(document: FlowDocument, id: string, label: string): FlowDocument {
  return { ...document, ...relabelNode(document, id, label) }
}

/** Gives a step another key and rewrites every `steps.<key>` that meant it. */
export function renameStepKey(document: FlowDocument, id: string, key: string): FlowDocument {
  return { ...document, ...renameKey(document, id, key) }
}

/** Where a step that follows an output is expected: one column right, each further output one row lower. */
function placeAfter(document: FlowDocument, { source, sourceHandle }: Output): Position {
  const node = findNode(document, source)
  if (!node) return { x: 0, y: 0 }
  const lane = Math.max(0, outputsOf(node).indexOf(sourceHandle))
  return { x: node.position.x + spacing.column, y: node.position.y + lane * spacing.row }
}

/** The endpoint that a new API Call most likely wants: that of the call before it, else the last one used. */
export function likelyEndpointId(document: FlowDocument, before: string | null): string | null {
  const upstream = before ? upstreamOf(document, before).add(before) : new Set<string>()
  const calls = document.nodes.filter(isKnownNode).filter((node) => node.type === 'apiCall')
  const withEndpoint = calls.filter((node) => node.data.endpointId !== null)
  const [nearest] = withEndpoint
    .filter((node) => upstream.has(node.id))
    .toSorted((a, b) => b.position.x - a.position.x)
  return (nearest ?? withEndpoint.at(-1))?.data.endpointId ?? null
}

/** The endpoints that the steps call through, each once and in a fixed order. */
export function usedEndpointIds(nodes: EditorNode[]): string[] {
  const calls = nodes.filter(isKnownNode).filter((node) => node.type === 'apiCall')
  return [...new Set(calls.flatMap(({ data }) => data.endpointId ?? []))].toSorted()
}

/** A name that is not taken yet: `Get user` becomes `Get user 2`. */
export function freshLabel(taken: ReadonlySet<string>, wanted: string): string {
  if (!taken.has(wanted)) return wanted
  const base = wanted.replace(/ \d+$/, '').slice(0, 74)
  for (let number = 2; ; number += 1) {
    const label = `${base} ${number}`
    if (!taken.has(label)) return label
  }
}

function freePlace(document: FlowDocument, wanted: Position): Position {
  const place = { x: toGrid(wanted.x), y: toGrid(wanted.y) }
  const covered = () =>
    document.nodes.some(
      (node) =>
        Math.abs(node.position.x - place.x) < spacing.card.width &&
        Math.abs(node.position.y - place.y) < spacing.card.height,
    )
  while (covered()) place.y += spacing.grid
  return place
}

function shifted(node: EditorNode, x: number, y: number): EditorNode {
  return { ...node, position: { x: node.position.x + x, y: node.position.y + y } }
}
