import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createReachability,
  downstreamOf,
  flowOrder,
  type Graph,
  nodesInLoops,
  outgoingEdges,
  reachableNodes,
  upstreamOf,
  wouldCreateLoop,
} from './graph'

function graph(types: Record<string, string>, ...edges: string[]): Graph {
  return {
    nodes: Object.entries(types).map(([id, type]) => ({ id, type })),
    edges: edges.map((text) => {
      const [source = '', sourceHandle = '', target = ''] = text.split(/ -> |\./)
      return { id: text, source, sourceHandle, target }
    }),
  }
}

const joined = graph(
  {
    end: 'end',
    fallback: 'setVariables',
    call: 'apiCall',
    start: 'start',
    use: 'setVariables',
    stray: 'end',
  },
  'start.next -> call',
  'call.error -> fallback',
  'call.success -> use',
  'use.next -> end',
  'fallback.next -> end',
)

describe('flowOrder', () => {
  it('begins at start, goes along Success before Error, and names a meeting point after both', () => {
    expect(flowOrder(joined).map(({ id }) => id)).toEqual([
      'start',
      'call',
      'use',
      'fallback',
      'end',
      'stray',
    ])
  })

  it('names every node once, however the edges run, loops included', () => {
    fc.assert(
      fc.property(anyGraph(), (given) => {
        const ids = flowOrder(given).map(({ id }) => id)
        expect([...ids].sort()).toEqual(given.nodes.map(({ id }) => id).sort())
      }),
    )
  })

  it('copes with a flow of many thousand steps in a row', () => {
    const length = 5_000
    const nodes = Array.from({ length }, (_, index) => ({
      id: `n${index}`,
      type: index ? 'setVariables' : 'start',
    }))
    const edges = nodes.slice(1).map(({ id }, index) => {
      return { id, source: `n${index}`, sourceHandle: 'next', target: id }
    })
    expect(flowOrder({ nodes, edges }).at(-1)?.id).toBe(`n${length - 1}`)
    expect(upstreamOf({ nodes, edges }, `n${length - 1}`).size).toBe(length - 1)
  })
})

describe('loops', () => {
  it('refuses an edge back to where it came from, and lets one forward through', () => {
    expect(wouldCreateLoop(joined, 'end', 'call')).toBe(true)
    expect(wouldCreateLoop(joined, 'call', 'call')).toBe(true)
    expect(wouldCreateLoop(joined, 'stray', 'end')).toBe(false)
    expect(wouldCreateLoop(joined, 'start', 'end')).toBe(false)
  })

  it('finds the nodes of a loop and not those before or behind it', () => {
    const looped = graph(
      { start: 'start', a: 'setVariables', b: 'setVariables', after: 'end' },
      'start.next -> a',
      'a.next -> b',
      'b.next -> a',
      'b.other -> after',
    )
    expect(nodesInLoops(looped)).toEqual(new Set(['a', 'b']))
    expect(nodesInLoops(joined)).toEqual(new Set())
  })

  it('agrees with itself: a graph has a loop exactly when some edge of it would create one', () => {
    fc.assert(
      fc.property(anyGraph(), (given) => {
        const closes = given.edges.some((edge) => {
          const others = given.edges.filter((other) => other !== edge)
          return wouldCreateLoop({ ...given, edges: others }, edge.source, edge.target)
        })
        expect(nodesInLoops(given).size > 0).toBe(closes)
      }),
    )
  })
})

describe('what comes before and after', () => {
  it('follows edges both ways', () => {
    expect(upstreamOf(joined, 'use')).toEqual(new Set(['call', 'start']))
    expect(downstreamOf(joined, 'use')).toEqual(new Set(['end']))
    expect(createReachability(joined)('start', 'end')).toBe(true)
    expect(createReachability(joined)('use', 'fallback')).toBe(false)
  })

  it('leaves out what no start step leads to', () => {
    expect(reachableNodes(joined).has('stray')).toBe(false)
    expect(reachableNodes(joined).size).toBe(5)
  })

  it('gives the edges of a node in the order of its outputs', () => {
    expect(outgoingEdges(joined, 'call').map(({ target }) => target)).toEqual(['use', 'fallback'])
  })
})

function anyGraph() {
  const ids = ['start', 'a', 'b', 'c', 'd']
  const end = fc.constantFrom(...ids)
  return fc
    .uniqueArray(fc.tuple(end, end), { maxLength: 8, selector: ([source, target]) => `${source} ${target}` })
    .map((pairs): Graph => ({
      nodes: ids.map((id) => ({ id, type: id === 'start' ? 'start' : 'setVariables' })),
      edges: pairs.map(([source, target]) => ({
        id: `${source}-${target}`,
        source,
        sourceHandle: 'next',
        target,
      })),
    }))
}
