import { type Position, spacing } from '../flow-document'

/** Air between cards one below the other. */
export const cardGap = 30
/** Room for a connection that passes a layer. */
const laneHeight = 40

export type RankedStep = {
  id: string
  /** Its place in the order in which people read the flow. */
  order: number
  layer: number
  height: number
}
/** `rank` counts the outputs of the source from above: Success is 0, Error 1. */
export type Link = { source: string; target: string; rank: number }

/** What takes room in a layer: a step, or the lane in which connections pass to a step further right. */
type Item = {
  step: RankedStep
  height: number
  from: { item: Item; rank: number }[]
  /** Where the first output leads: the line that is kept straight. */
  next: Item | null
  /** Counted from above. */
  row: number
  y: number
}

/** Places steps that are connected with each other, from the left and the top on. */
export function placePart(
  steps: readonly RankedStep[],
  links: readonly Link[],
): { places: Map<string, Position>; columns: number; height: number } {
  const layers = layersWithLanes(steps, links)
  layers.forEach(orderLayer)
  layers.forEach(dropLayer)
  layers.toReversed().forEach(straighten)

  const items = layers.flat()
  const top = items.reduce((least, { y }) => Math.min(least, y), Infinity)
  const bottom = items.reduce((most, { y, height }) => Math.max(most, y + height), -Infinity)
  const places = new Map<string, Position>()
  layers.forEach((layer, index) => {
    for (const item of layer) {
      if (item.step.layer === index) places.set(item.step.id, { x: index * spacing.column, y: item.y - top })
    }
  })
  return { places, columns: layers.length, height: bottom - top }
}

/** All connections to one step share a lane, so that there are few however long they are. */
function layersWithLanes(steps: readonly RankedStep[], links: readonly Link[]): Item[][] {
  const layers: Item[][] = []
  // By step, its own item last; before it the lanes to it, by layer.
  const waysTo = new Map<string, Map<number, Item>>()
  const items = new Map<string, Item>()
  function add(step: RankedStep, layer: number, height: number): Item {
    const item = { step, height, from: [], next: null, row: 0, y: 0 }
    ;(layers[layer] ??= []).push(item)
    return item
  }
  for (const step of steps) {
    const item = add(step, step.layer, step.height)
    items.set(step.id, item)
    waysTo.set(step.id, new Map([[step.layer, item]]))
  }
  for (const { source, target, rank } of links) {
    const way = waysTo.get(target)
    let item = items.get(source)
    const step = items.get(target)?.step
    if (!way || !item || !step) continue
    for (let layer = item.step.layer + 1; layer <= step.layer; layer += 1) {
      const existing = way.get(layer)
      const next = existing ?? add(step, layer, laneHeight)
      const isLane = item.step.id !== source
      next.from.push({ item, rank: isLane ? 0 : rank })
      if (isLane || rank === 0) item.next = next
      if (existing) break
      way.set(layer, next)
      item = next
    }
  }
  return layers
}

/** Each as high as what leads to it on average. The layer to the left is in order already. */
function orderLayer(layer: Item[]): void {
  const heights = new Map(layer.map((item) => [item, averageRow(item)]))
  layer.sort((a, b) => heights.get(a)! - heights.get(b)! || a.step.order - b.step.order)
  layer.forEach((item, row) => (item.row = row))
}

function averageRow({ from }: Item): number {
  // What nothing leads to comes last.
  if (from.length === 0) return Number.MAX_VALUE
  // Outputs of one step lie between that step and the next one below.
  const rows = from.map(({ item, rank }) => item.row + rank / (rank + 1))
  return rows.reduce((sum, row) => sum + row, 0) / rows.length
}

/** Each beside the highest step that leads to it, or lower where others are in the way. */
function dropLayer(layer: Item[]): void {
  let free = -Infinity
  for (const item of layer) {
    const wanted = item.from.map((from) => from.item.y + from.rank * spacing.row)
    const highest = wanted.reduce((least, y) => Math.min(least, y), Infinity)
    item.y = Math.max(free, Number.isFinite(highest) ? highest : 0)
    free = item.y + item.height + cardGap
  }
}

/** What leads to something lower goes down to it as far as it can. */
function straighten(layer: Item[]): void {
  let room = Infinity
  for (const item of layer.toReversed()) {
    item.y = Math.max(item.y, Math.min(item.next?.y ?? item.y, room - item.height - cardGap))
    room = item.y
  }
}
