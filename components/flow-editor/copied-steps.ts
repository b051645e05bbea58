import { adoptEndpoints } from '@/lib/flows/adopt-endpoints'
import { keyFromLabel, renameReferences, takenKeys } from '@/lib/flows/keys'
import { newEdgeId, newNodeId } from '@/lib/flows/new-flow'
import { nodeReferences } from '@/lib/flows/node-references'
import { type FlowDefinition, flowDefinitionSchema, flowLimits, isKnownNode } from '@/lib/flows/schema'
import {
  type EditorNode,
  type FlowDocument,
  freshLabel,
  type Position,
  spacing,
  toGrid,
} from './flow-document'
import { stepName } from './step-types'

/** Characters. A flow is saved in a request of one megabyte, so longer ones could never be kept. */
const maxTextLength = 1_000_000

/** Flow pixels from the middle. Sums of numbers near the largest are no numbers any more. */
const maxDistance = 1_000_000

const copiedStepsSchema = flowDefinitionSchema.refine(({ nodes }) =>
  nodes.every(({ position: { x, y } }) => Math.max(Math.abs(x), Math.abs(y)) <= maxDistance),
)

/** Steps as text, with the edges between them, in the shape of a definition. It holds endpoint ids, no secrets. */
export function writeSteps(document: FlowDocument, nodeIds: readonly string[]): string {
  return JSON.stringify(pickSteps(document, nodeIds), null, 2)
}

/** The steps in a text that may come from anywhere; `null` when it holds none that are well-formed. */
export function readSteps(text: string): FlowDefinition | null {
  if (text.length > maxTextLength) return null
  try {
    const { data } = copiedStepsSchema.safeParse(JSON.parse(text))
    return data && data.nodes.length > 0 ? data : null
  } catch {
    // Not JSON, or JSON that is nested until the stack ends.
    return null
  }
}

export function pickSteps({ nodes, edges }: FlowDocument, nodeIds: readonly string[]): FlowDefinition {
  const picked = new Set(nodeIds)
  return {
    nodes: nodes.filter(({ id }) => picked.has(id)),
    edges: edges.filter(({ source, target }) => picked.has(source) && picked.has(target)),
  }
}

export type PasteOptions = {
  /** The middle of what is pasted. */
  middle?: Position
  /** Without a middle, how far from where it was: a little lower unless given. */
  offset?: Position
  /** The endpoints of this organization; any others are left to be chosen. Without them all are kept. */
  endpointIds?: ReadonlySet<string>
}

export type Pasted = {
  document: FlowDocument
  ids: string[]
  leftOutStart: boolean
  /** Why nothing was added, in words for people. */
  refusal: string | null
}

/**
 * Adds copied steps and the edges between them under ids, names and keys of their own. What they refer to
 * among themselves follows; references to other steps stay as they are. A flow has one Start, so a
 * second one is left out.
 */
export function pasteSteps(
  document: FlowDocument,
  copied: FlowDefinition,
  { middle, offset = { x: 40, y: spacing.card.height }, endpointIds }: PasteOptions = {},
): Pasted {
  const single = withOneStart(document, copied)
  const known = endpointIds ? adoptEndpoints(single, endpointIds).nodes : single
  const nodes = placed(document, withOwnNames(document, known), middle, offset)
  const newIds = new Map(nodes.map(({ id }) => [id, newNodeId()]))
  const edges = copied.edges.flatMap((edge) => {
    const [source, target] = [newIds.get(edge.source), newIds.get(edge.target)]
    return source && target ? [{ ...edge, id: newEdgeId(), source, target }] : []
  })
  const next = {
    ...document,
    nodes: [...document.nodes, ...nodes.map((node) => ({ ...node, id: newIds.get(node.id)! }))],
    edges: [...document.edges, ...edges],
  }
  if (next.nodes.length > flowLimits.nodes || next.edges.length > flowLimits.edges) {
    const refusal = `A flow has at most ${flowLimits.nodes} steps and ${flowLimits.edges} connections.`
    return { document, ids: [], leftOutStart: false, refusal }
  }
  const leftOutStart = nodes.length < copied.nodes.length
  return { document: next, ids: [...newIds.values()], leftOutStart, refusal: null }
}

function withOneStart(document: FlowDocument, { nodes }: FlowDefinition): EditorNode[] {
  const isStart = ({ type }: EditorNode) => type === 'start'
  const first = document.nodes.some(isStart) ? undefined : nodes.find(isStart)
  return nodes.filter((node) => !isStart(node) || node === first)
}

/** Names and keys that are free here stay; the others get a number. */
function withOwnNames(document: FlowDocument, nodes: EditorNode[]): EditorNode[] {
  const labels = new Set(document.nodes.map(stepName))
  const keys = new Set(takenKeys(document))
  const own = new Set(takenKeys({ nodes, edges: [] }))
  // A key that is mentioned and not pasted belongs to a step elsewhere, which a pasted one must not pose as.
  const elsewhere = nodes
    .filter(isKnownNode)
    .flatMap(nodeReferences)
    .flatMap(({ reference: { path } }) => (path[0] === 'steps' && path[1] != null ? path[1] : []))
    .filter((key) => !own.has(key))
  const newKeys = new Map<string, string>()
  const named = nodes.map((node): EditorNode => {
    if (!isKnownNode(node)) return node
    const label = freshLabel(labels, stepName(node))
    const { key: before } = node.data
    const key = keys.has(before) ? keyFromLabel(label, [...keys, ...own, ...elsewhere]) : before
    labels.add(label)
    keys.add(key)
    if (!newKeys.has(before)) newKeys.set(before, key)
    return { ...node, data: { ...node.data, label, key } } as EditorNode
  })
  const changed = new Map([...newKeys].filter(([before, key]) => before !== key))
  return renameReferences({ nodes: named, edges: [] }, changed).nodes
}

/** Moves steps as one to where they were asked for, and down from there until they cover none. */
function placed(
  document: FlowDocument,
  nodes: EditorNode[],
  middle: Position | undefined,
  offset: Position,
): EditorNode[] {
  if (nodes.length === 0) return []
  const { width, height } = spacing.card
  const left = smallest(nodes.map(({ position }) => position.x))
  const top = smallest(nodes.map(({ position }) => position.y))
  const size = {
    width: width - smallest(nodes.map(({ position }) => -position.x)) - left,
    height: height - smallest(nodes.map(({ position }) => -position.y)) - top,
  }
  const x = toGrid(middle ? middle.x - size.width / 2 : left + offset.x)
  let y = toGrid(middle ? middle.y - size.height / 2 : top + offset.y)
  const covered = document.nodes
    .map(({ position }) => position)
    .filter((position) => x < position.x + width && position.x < x + size.width)
    .toSorted((a, b) => a.y - b.y)
  for (const position of covered) {
    if (y < position.y + height && position.y < y + size.height) y = toGrid(position.y + height)
  }
  return nodes.map((node) => ({
    ...node,
    position: { x: toGrid(node.position.x - left + x), y: toGrid(node.position.y - top + y) },
  }))
}

/** Not `Math.min(...numbers)`: thousands of arguments use up the stack. */
function smallest(numbers: number[]): number {
  return numbers.reduce((least, number) => Math.min(least, number), Infinity)
}
