import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { flowLimits, isKnownNode } from '@/lib/flows/schema'
import { definition } from '@/lib/flows/testing/definitions'
import { pasteSteps, pickSteps, readSteps, writeSteps } from './copied-steps'
import type { EditorNode, FlowDocument } from './flow-document'

const flow = documentOf(
  definition(
    [
      { id: 'start', type: 'start', data: { inputs: [] } },
      { id: 'get', type: 'apiCall', data: { key: 'get_user', label: 'Get user', endpointId: 'ep_1' } },
      {
        id: 'send',
        type: 'apiCall',
        data: {
          path: '/{{ steps.get_user.body.id }}/{{ input.id }}',
          body: { type: 'json', content: '{"a": "{{ steps.get_user.body }}", "b": "{{ steps.gone.body }}"}' },
        },
      },
    ],
    ['start.next -> get', 'get.success -> send'],
  ),
)

function documentOf({ nodes, edges }: Pick<FlowDocument, 'nodes' | 'edges'>): FlowDocument {
  return { name: 'Flow', description: '', nodes, edges }
}

const blank = documentOf({ nodes: [], edges: [] })

/** What pasting adds. */
function paste(...[document, copied, options]: Parameters<typeof pasteSteps>) {
  const pasted = pasteSteps(document, copied, options)
  return { ...pasted, nodes: pasted.document.nodes.slice(document.nodes.length) }
}

const dataOf = (node: EditorNode | undefined) => node?.data as Record<string, unknown> | undefined

describe('copied steps as text', () => {
  test('are read as they were written, with the edges between them only', () => {
    expect(readSteps(writeSteps(flow, ['get', 'send']))).toEqual({
      nodes: flow.nodes.slice(1),
      edges: flow.edges.slice(1),
    })
  })

  test.each([
    ['words', 'Hello'],
    ['other JSON', '{"a": 1}'],
    ['no steps', '{"nodes": [], "edges": []}'],
    ['half a step', '{"nodes": [{"id": "a", "type": "end"}], "edges": []}'],
    ['JSON without an end of its depth', '['.repeat(100_000)],
    ['too much', JSON.stringify({ nodes: flow.nodes, edges: [], more: 'x'.repeat(1_000_000) })],
    [
      'a place out of this world',
      '{"nodes": [{"id": "a", "type": "later", "position": {"x": 1e300, "y": 0}}], "edges": []}',
    ],
  ])('are refused when they are %s', (_, text) => {
    expect(readSteps(text)).toBeNull()
  })
})

describe('pasting', () => {
  test('rewrites what pasted steps refer to among themselves, and nothing else', () => {
    const { nodes } = paste(flow, pickSteps(flow, ['get', 'send']))
    expect(dataOf(nodes[0])).toMatchObject({ key: 'get_user_2', label: 'Get user 2' })
    expect(dataOf(nodes[1])).toMatchObject({
      path: '/{{ steps.get_user_2.body.id }}/{{ input.id }}',
      body: { content: '{"a": "{{ steps.get_user_2.body }}", "b": "{{ steps.gone.body }}"}' },
    })
  })

  test('keeps names that are free, and references to steps that stayed behind', () => {
    const { nodes } = paste(blank, pickSteps(flow, ['send']))
    expect(dataOf(nodes[0])).toEqual(dataOf(flow.nodes[2]))
  })

  test('gives no step the key of one that is only mentioned', () => {
    const copied = definition(
      [{ id: 'a', type: 'apiCall', data: { key: 'a', path: '{{ steps.a_2.body }}' } }],
      [],
    )
    const { nodes } = paste(documentOf(copied), copied)
    expect(dataOf(nodes[0])).toMatchObject({ key: 'a_2_2', path: '{{ steps.a_2.body }}' })
  })

  test('leaves out a second Start, but not the first', () => {
    const all = pickSteps(flow, ['start', 'get'])
    const twice = paste(flow, all)
    expect(twice.nodes.map(({ type }) => type)).toEqual(['apiCall'])
    expect(twice.leftOutStart).toBe(true)
    expect(twice.document.edges).toHaveLength(flow.edges.length)
    const fresh = paste(blank, all)
    expect(fresh.nodes.map(({ type }) => type)).toEqual(['start', 'apiCall'])
    expect(fresh.leftOutStart).toBe(false)
  })

  test('forgets endpoints that are not known here', () => {
    const copied = pickSteps(flow, ['get'])
    const here = paste(blank, copied, { endpointIds: new Set(['ep_1']) })
    const elsewhere = paste(blank, copied, { endpointIds: new Set(['ep_2']) })
    expect(dataOf(here.nodes[0])?.endpointId).toBe('ep_1')
    expect(dataOf(elsewhere.nodes[0])?.endpointId).toBeNull()
  })

  test('puts the middle where it was asked for, and covers no step that is there', () => {
    const copied = pickSteps(flow, ['get'])
    expect(paste(blank, copied, { middle: { x: 500, y: 500 } }).nodes[0]?.position).toEqual({
      x: 370,
      y: 440,
    })
    const again = paste(flow, copied, { middle: { x: 130, y: 65 } })
    expect(again.nodes[0]?.position).toEqual({ x: 0, y: 130 })
  })

  test('refuses what a flow has no room for', () => {
    const full = documentOf({
      nodes: Array.from({ length: flowLimits.nodes }, (_, index) => ({ ...flow.nodes[1]!, id: `n${index}` })),
      edges: [],
    })
    const refused = pasteSteps(full, pickSteps(flow, ['get']))
    expect(refused.refusal).toContain('at most 5000 steps')
    expect(refused.document).toBe(full)
  })

  test('makes unique ids and keys, and edges among what was pasted, whatever is pasted where', () => {
    fc.assert(
      fc.property(anySteps(), anySteps(), (there, copied) => {
        const { document, ids } = pasteSteps(documentOf(there), copied)
        const added = document.nodes.slice(there.nodes.length)
        expect(document.nodes.slice(0, there.nodes.length)).toEqual(there.nodes)
        expect(added.map(({ id }) => id)).toEqual(ids)
        const all = document.nodes.map(({ id }) => id)
        expect(new Set(all).size).toBe(all.length)
        const takenBefore = keysOf(there.nodes)
        const keys = keysOf(added)
        expect(new Set(keys).size).toBe(keys.length)
        expect(keys.filter((key) => takenBefore.includes(key))).toEqual([])
        for (const { source, target } of document.edges.slice(there.edges.length)) {
          expect(ids).toContain(source)
          expect(ids).toContain(target)
        }
      }),
    )
  })
})

function keysOf(nodes: EditorNode[]): string[] {
  return nodes.filter(isKnownNode).map(({ data }) => data.key)
}

/** Steps with few keys, that often clash, and edges that may lead anywhere. */
function anySteps() {
  const ids = ['a', 'b', 'c', 'd']
  const key = fc.constantFrom('get', 'get_2', 'get_3', 'send')
  const end = fc.constantFrom(...ids, 'nowhere')
  return fc
    .record({
      steps: fc.uniqueArray(
        fc.record({ id: fc.constantFrom(...ids), type: fc.constantFrom('start', 'apiCall', 'later'), key }),
        { selector: ({ id }) => id },
      ),
      edges: fc.array(fc.tuple(end, end), { maxLength: 5 }),
    })
    .map(({ steps, edges }) =>
      definition(
        steps.map(({ id, type, key: own }) => ({
          id,
          type,
          data:
            type === 'apiCall'
              ? { key: own, path: '/{{ steps.get.body }}/{{ steps.get_2.body }}' }
              : { key: own },
        })),
        edges.map(([source, target], index) => `${source}.o${index} -> ${target}` as const),
      ),
    )
}
