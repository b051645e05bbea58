import { flowOrder, type Graph, groupBySource, outputRank } from '@/lib/flows/graph'
import type { FlowEdge } from '@/lib/flows/schema'
import { type EditorNode, type Position, spacing, toGrid } from '../flow-document'
import { cardGap, placePart } from './place-part'
import { partsOf, rankSteps } from './rank-steps'

/** Air between parts of the flow that nothing connects. */
const partGap = 70
/** Unconnected steps stand in rows of at least so many. */
const fewestColumns = 4

/**
 * Lays a flow out from left to right: each step right of all that lead to it, Success above Error, with
 * few crossings and no cards on top of each other. Steps that nothing connects stand below. The first
 * step stays where it is. It depends on the connections and the heights only, so doing it again changes
 * nothing.
 */
export function tidyUp(
  flow: Graph<EditorNode, FlowEdge>,
  heightOf: (nodeId: string) => number,
): ReadonlyMap<string, Position> {
  const ordered = flowOrder(flow)
  const [first] = ordered
  if (!first) return new Map()
  const nodes = new Map(ordered.map((node, order) => [node.id, { node, order }]))
  const ids = [...nodes.keys()]
  const edges = flow.edges.filter(({ source, target }) => nodes.has(source) && nodes.has(target))
  const { layers, forward } = rankSteps(ids, edges)
  const links = groupBySource(forward)
  const [main = [], ...others] = partsOf(ids, edges)

  const places = new Map<string, Position>()
  let columns = fewestColumns
  let top = 0
  for (const part of [main, ...others.filter(({ length }) => length > 1)]) {
    const placed = placePart(
      part.map((id) => ({ id, order: nodes.get(id)!.order, layer: layers.get(id)!, height: height(id) })),
      part
        .flatMap((id) => links.get(id) ?? [])
        .map((edge) => ({ ...edge, rank: outputRank(nodes.get(edge.source)?.node, edge) })),
    )
    for (const [id, { x, y }] of placed.places) places.set(id, { x, y: top + y })
    columns = Math.max(columns, placed.columns)
    top += placed.height + partGap
  }

  const single = others.filter(({ length }) => length === 1).flat()
  for (let index = 0; index < single.length; index += columns) {
    const row = single.slice(index, index + columns)
    row.forEach((id, column) => places.set(id, { x: column * spacing.column, y: top }))
    top += Math.max(...row.map(height)) + cardGap
  }
  return moved(places, first)

  function height(id: string): number {
    return Math.ceil(heightOf(id) / spacing.grid) * spacing.grid
  }
}

/** Moves all of them so that one step is on the line of the canvas where it was. */
function moved(places: ReadonlyMap<string, Position>, { id, position }: EditorNode): Map<string, Position> {
  const from = places.get(id)!
  const [dx, dy] = [toGrid(position.x) - from.x, toGrid(position.y) - from.y]
  return new Map([...places].map(([each, { x, y }]) => [each, { x: x + dx, y: y + dy }]))
}
