import type { EditorNode, FlowDocument } from '../flow-document'
import { stepName } from '../step-types'

export type FlowChanges = {
  added: string[]
  changed: string[]
  removed: string[]
  /** Steps that only lie elsewhere on the canvas. */
  moved: number
  connections: boolean
  name: boolean
  description: boolean
}

/** What somebody did to a flow, in the names of its steps. */
export function compareFlows(before: FlowDocument, after: FlowDocument): FlowChanges {
  const old = new Map(before.nodes.map((node) => [node.id, node]))
  const now = new Map(after.nodes.map((node) => [node.id, node]))
  const kept = after.nodes.filter((node) => old.has(node.id))
  const isChanged = (node: EditorNode) => !same(contentOf(node), contentOf(old.get(node.id)))
  return {
    added: after.nodes.filter((node) => !old.has(node.id)).map(stepName),
    changed: kept.filter(isChanged).map(stepName),
    removed: before.nodes.filter((node) => !now.has(node.id)).map(stepName),
    moved: kept.filter((node) => !isChanged(node) && !same(node.position, old.get(node.id)?.position)).length,
    connections: !same(connectionsOf(before), connectionsOf(after)),
    name: before.name !== after.name,
    description: before.description !== after.description,
  }
}

function contentOf(node: EditorNode | undefined) {
  return node && { type: node.type, data: node.data }
}

/** Without ids: an edge that was drawn again leads the same way. */
function connectionsOf({ edges }: FlowDocument): string[] {
  return edges.map((edge) => JSON.stringify([edge.source, edge.sourceHandle, edge.target])).toSorted()
}

/** Deep equality of JSON values; the order of keys does not count, and an absent one is `undefined`. */
function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const left = new Map(Object.entries(a))
  const right = new Map(Object.entries(b))
  return [...new Set([...left.keys(), ...right.keys()])].every((key) => same(left.get(key), right.get(key)))
}
