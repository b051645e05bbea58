import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wouldCreateLoop } from '@/lib/flows/graph'
import { type FlowDefinition, nodeOutputs, type NodeType } from '@/lib/flows/schema'
import { definition } from '@/lib/flows/testing/definitions'
import { type Position, spacing } from '../flow-document'
import { tidyUp } from './tidy-up'

const cardHeight = () => 130

/** A step’s place as `column,row`, with rows in whole steps of the usual distance. */
function places(flow: FlowDefinition): Record<string, string> {
  return Object.fromEntries(
    [...tidyUp(flow, cardHeight)].map(([id, { x, y }]) => [id, `${x / spacing.column},${y}`]),
  )
}

describe('tidying up', () => {
  test('goes from left to right, with Success in one line and Error below', () => {
    const flow = definition(
      [
        { id: 'done', type: 'end', data: {} },
        { id: 'failed', type: 'end', data: {} },
        { id: 'second', type: 'apiCall', data: {} },
        { id: 'first', type: 'apiCall', data: {} },
        { id: 'start', type: 'start', data: {} },
      ],
      [
        'second.error -> failed',
        'first.error -> failed',
        'second.success -> done',
        'first.success -> second',
        'start.next -> first',
      ],
    )
    expect(places(flow)).toEqual({
      start: '0,0',
      first: '1,0',
      second: '2,0',
      done: '3,0',
      failed: '3,160',
    })
  })

  test('lets a way round pass below', () => {
    const flow = definition(
      [
        { id: 'start', type: 'start', data: {} },
        { id: 'if', type: 'condition', data: {} },
        { id: 'set', type: 'setVariables', data: {} },
        { id: 'end', type: 'end', data: {} },
      ],
      ['start.next -> if', 'if.true -> end', 'if.false -> set', 'set.next -> end'],
    )
    expect(places(flow)).toEqual({ start: '0,0', if: '1,0', set: '2,150', end: '3,0' })
  })

  test('puts what nothing connects below, and what is connected apart from Start between', () => {
    const flow = definition(
      ['start', 'a', 'b', 'c', 'd'].map((id) => ({
        id,
        type: id === 'start' ? id : 'setVariables',
        data: {},
      })),
      ['start.next -> a', 'c.next -> d'],
    )
    expect(places(flow)).toEqual({ start: '0,0', a: '1,0', c: '0,200', d: '1,200', b: '0,400' })
  })

  test('leaves the first step where it is, on a line of the canvas', () => {
    const flow = definition([{ id: 'start', type: 'start', data: {} }], [])
    flow.nodes[0]!.position = { x: -33, y: 247 }
    expect(tidyUp(flow, cardHeight).get('start')).toEqual({ x: -30, y: 250 })
  })

  test('copes with loops and with edges that lead nowhere', () => {
    const flow = definition(
      ['a', 'b'].map((id) => ({ id, type: 'setVariables', data: {} })),
      ['a.next -> b', 'b.next -> a', 'b.other -> b', 'a.other -> gone'],
    )
    expect(places(flow)).toEqual({ a: '0,0', b: '1,0' })
  })

  test('takes a flow of thousands of steps whose errors all lead to one', () => {
    const ids = Array.from({ length: 4_000 }, (_, index) => `n${index}`)
    const flow = definition(
      [...ids.map((id) => ({ id, type: 'apiCall', data: {} })), { id: 'failed', type: 'end', data: {} }],
      [
        ...ids.slice(1).map((id, index) => `n${index}.success -> ${id}` as const),
        ...ids.map((id) => `${id}.error -> failed` as const),
      ],
    )
    const tidied = tidyUp(flow, cardHeight)
    expect(tidied.get('n3999')).toEqual({ x: 3_999 * spacing.column, y: 0 })
    expect(tidied.get('failed')?.x).toBe(4_000 * spacing.column)
  })

  test('whatever the flow: no cards overlap, edges lead right, and twice is the same as once', () => {
    fc.assert(
      fc.property(anyFlow(), ({ flow, heights }) => {
        const heightOf = (id: string) => heights[Number(id.slice(1))] ?? 60
        const tidied = tidyUp(flow, heightOf)
        expect([...tidied.keys()].toSorted()).toEqual(flow.nodes.map(({ id }) => id).toSorted())
        for (const [id, a] of tidied) {
          for (const [other, b] of tidied) {
            if (id === other) continue
            const beside = Math.abs(a.x - b.x) >= spacing.card.width
            expect(beside || a.y + heightOf(id) <= b.y || b.y + heightOf(other) <= a.y).toBe(true)
          }
        }
        for (const { source, target } of flow.edges) {
          expect(tidied.get(target)!.x).toBeGreaterThan(tidied.get(source)!.x)
        }
        expect(tidyUp(moved(flow, tidied), heightOf)).toEqual(tidied)
      }),
    )
  })

  test('in a tree nothing crosses, and what follows Success is above what follows Error', () => {
    fc.assert(
      fc.property(anyFlow({ isTree: true }), ({ flow }) => {
        const tidied = tidyUp(flow, cardHeight)
        const ends = flow.edges.map((edge) => {
          const [from, to] = [tidied.get(edge.source)!, tidied.get(edge.target)!]
          return {
            x: from.x,
            from: from.y + (outputs('apiCall').indexOf(edge.sourceHandle) + 1) / 10,
            to: to.y,
          }
        })
        const connected = new Set(flow.edges.map(({ target }) => target)).size + 1
        // Of several trees the others stand below, where heights can be compared only inside of each.
        fc.pre(connected === flow.nodes.length)
        const crossings = ends.flatMap((a) =>
          ends.filter((b) => a.x === b.x && a.from < b.from && a.to >= b.to).map((b) => [a, b]),
        )
        expect(crossings).toEqual([])
      }),
    )
  })
})

function moved(flow: FlowDefinition, to: ReadonlyMap<string, Position>): FlowDefinition {
  return { ...flow, nodes: flow.nodes.map((node) => ({ ...node, position: to.get(node.id)! })) }
}

function outputs(type: NodeType): readonly string[] {
  return nodeOutputs[type]
}

/** Steps in any order with edges that make no loops; in a tree at most one leads to each step. */
function anyFlow({ isTree = false } = {}) {
  const size = fc.integer({ min: 1, max: 14 })
  const type = fc.constantFrom<NodeType>(
    ...(isTree ? (['apiCall'] as const) : (['apiCall', 'delay', 'end'] as const)),
  )
  return fc
    .record({
      types: size.chain((length) => fc.array(type, { minLength: length, maxLength: length })),
      targets: fc.array(fc.nat(), { minLength: 28, maxLength: 28 }),
      heights: fc.array(fc.integer({ min: 40, max: 200 }), { minLength: 14, maxLength: 14 }),
      reversed: fc.boolean(),
    })
    .map(({ types, targets, heights, reversed }) => {
      const nodes = types.map((each, index) => ({
        id: `n${index}`,
        type: index === 0 ? 'apiCall' : each,
        data: {},
      }))
      const flow = definition(nodes, [])
      nodes.forEach(({ id, type: each }, index) => {
        for (const [rank, sourceHandle] of outputs(each as NodeType).entries()) {
          const target = `n${targets[index * 2 + rank]! % (nodes.length + 2)}`
          const taken = isTree && flow.edges.some((edge) => edge.target === target)
          if (!flow.nodes.some((node) => node.id === target) || taken) continue
          if (wouldCreateLoop(flow, id, target)) continue
          flow.edges.push({ id: `${id}.${sourceHandle}`, source: id, sourceHandle, target })
        }
      })
      return { flow: reversed ? { ...flow, nodes: flow.nodes.toReversed() } : flow, heights }
    })
}
