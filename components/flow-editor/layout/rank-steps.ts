import type { GraphEdge } from '@/lib/flows/graph'

/**
 * How many steps lead to each at the longest, and the edges that lead on. In a loop one edge leads back;
 * it has no say.
 */
export function rankSteps<E extends GraphEdge>(
  ids: readonly string[],
  edges: readonly E[],
): { layers: ReadonlyMap<string, number>; forward: E[] } {
  const layers = new Map(ids.map((id) => [id, 0]))
  const waiting = new Map(ids.map((id) => [id, 0]))
  const outgoing = new Map<string, E[]>(ids.map((id) => [id, []]))
  for (const edge of edges) {
    waiting.set(edge.target, (waiting.get(edge.target) ?? 0) + 1)
    outgoing.get(edge.source)?.push(edge)
  }
  const ready = ids.filter((id) => waiting.get(id) === 0)
  const forward: E[] = []
  // With none ready there is a loop, which opens at its first step.
  const next = () => ready.pop() ?? waiting.keys().next().value
  for (let id = next(); id !== undefined; id = next()) {
    waiting.delete(id)
    for (const edge of outgoing.get(id) ?? []) {
      const count = waiting.get(edge.target)
      if (count === undefined) continue
      forward.push(edge)
      layers.set(edge.target, Math.max(layers.get(edge.target) ?? 0, (layers.get(id) ?? 0) + 1))
      waiting.set(edge.target, count - 1)
      if (count === 1) ready.push(edge.target)
    }
  }
  return { layers, forward }
}

/** The steps in groups that no edge connects with each other, in the order of the first step of each. */
export function partsOf(ids: readonly string[], edges: readonly GraphEdge[]): string[][] {
  const neighbours = new Map<string, string[]>(ids.map((id) => [id, []]))
  for (const { source, target } of edges) {
    neighbours.get(source)?.push(target)
    neighbours.get(target)?.push(source)
  }
  const partOf = new Map<string, string[]>()
  const parts: string[][] = []
  for (const first of ids) {
    const open = partOf.has(first) ? [] : [first]
    const part: string[] = []
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (partOf.has(id)) continue
      partOf.set(id, part)
      part.push(id)
      open.push(...(neighbours.get(id) ?? []))
    }
    if (part.length > 0) parts.push(part)
  }
  return parts
}
