import { expect, test } from 'vitest'
import type { FlowDocument } from '../flow-document'
import { compareFlows } from './compare-flows'

const before: FlowDocument = {
  name: 'Orders',
  description: '',
  nodes: [
    { id: 's', type: 'start', position: { x: 0, y: 0 }, data: { key: 'start', label: 'Start', inputs: [] } },
    {
      id: 'a',
      type: 'end',
      position: { x: 9, y: 0 },
      data: { key: 'a', label: 'Done', output: { b: 1, c: 2 } },
    },
    { id: 'z', type: 'end', position: { x: 9, y: 9 }, data: { key: 'z', label: 'Failed', output: {} } },
  ],
  edges: [{ id: 'e1', source: 's', sourceHandle: 'next', target: 'a' }],
}

test('names what was added, changed, removed and moved', () => {
  const [start, done] = before.nodes
  const after: FlowDocument = {
    ...before,
    name: 'Orders 2',
    nodes: [
      { ...start!, position: { x: 5, y: 5 } },
      { ...done!, data: { ...done!.data, output: { b: 1 } } },
      { id: 'n', type: 'mystery', position: { x: 0, y: 0 }, data: { label: 'New one' } },
    ],
    edges: [{ id: 'e2', source: 's', sourceHandle: 'next', target: 'n' }],
  } as FlowDocument
  expect(compareFlows(before, after)).toEqual({
    added: ['New one'],
    changed: ['Done'],
    removed: ['Failed'],
    moved: 1,
    connections: true,
    name: true,
    description: false,
  })
})

test('finds nothing where only the order of keys, of edges or an id differs', () => {
  const after: FlowDocument = {
    ...before,
    nodes: before.nodes.map((node) =>
      node.id === 'a' ? { ...node, data: { output: { c: 2, b: 1 }, label: 'Done', key: 'a' } } : node,
    ),
    edges: [{ id: 'other', source: 's', sourceHandle: 'next', target: 'a' }],
  } as FlowDocument
  expect(compareFlows(before, after)).toEqual({
    added: [],
    changed: [],
    removed: [],
    moved: 0,
    connections: false,
    name: false,
    description: false,
  })
})
