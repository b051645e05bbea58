import { describe, expect, test } from 'vitest'
import type { Flow } from '@/lib/flows/schema'
import { createEditorActions } from './editor-actions'
import { createEditorStore, documentOf, isDirty } from './editor-store'

function flow(): Flow {
  return {
    id: '0197a000-0000-7000-8000-000000000001',
    name: 'Order lookup',
    description: '',
    version: 3,
    published: null,
    stepCount: 3,
    endpoints: [],
    lastRun: null,
    createdAt: '2025-01-01T00:00:00.000Z',
    createdBy: 'Maya',
    updatedAt: '2025-01-01T00:00:00.000Z',
    updatedBy: 'Maya',
    problems: [],
    definition: {
      nodes: [
        {
          id: 'start',
          type: 'start',
          position: { x: 0, y: 0 },
          data: { key: 'start', label: 'Start', inputs: [] },
        },
        {
          id: 'call',
          type: 'apiCall',
          position: { x: 320, y: 0 },
          data: { key: 'get_user', label: 'Get user', endpointId: 'ep_1', method: 'GET', path: '/users/1' },
        },
        {
          id: 'done',
          type: 'end',
          position: { x: 640, y: 0 },
          data: { key: 'done', label: 'Done', output: { name: '{{ steps.get_user.body.name }}' } },
        },
      ],
      edges: [
        { id: 'e1', source: 'start', sourceHandle: 'next', target: 'call' },
        { id: 'e2', source: 'call', sourceHandle: 'success', target: 'done' },
      ],
    },
  }
}

function editor() {
  const store = createEditorStore(flow())
  const said: string[] = []
  const actions = createEditorActions(store, (text) => said.push(text))
  const dataOf = (id: string): Record<string, unknown> | undefined =>
    store.getState().nodes.find((node) => node.id === id)?.data
  const undoable = () => store.temporal.getState().pastStates.length
  return { store, actions, said, dataOf, undoable }
}

describe('undo', () => {
  test('takes typing in one field back as one entry', () => {
    const { actions, dataOf, undoable } = editor()
    for (const path of ['/u', '/us', '/users']) actions.updateNodeData('call', { path }, 'call.path')
    expect(undoable()).toBe(1)
    actions.undo()
    expect(dataOf('call')?.path).toBe('/users/1')
    actions.redo()
    expect(dataOf('call')?.path).toBe('/users')
  })

  test('keeps fields, and typing after a pause, apart', () => {
    const { actions, undoable } = editor()
    actions.updateNodeData('call', { path: '/a' }, 'call.path')
    actions.updateNodeData('call', { successStatuses: '2' }, 'call.successStatuses')
    actions.updateNodeData('call', { successStatuses: '20' }, 'call.successStatuses')
    actions.endGroup()
    actions.updateNodeData('call', { successStatuses: '200' }, 'call.successStatuses')
    expect(undoable()).toBe(3)
  })

  test('does not join typing to an entry that was undone', () => {
    const { store, actions, dataOf } = editor()
    actions.updateNodeData('call', { path: '/a' }, 'call.path')
    actions.updateNodeData('call', { method: 'POST' })
    actions.undo()
    actions.updateNodeData('call', { path: '/b' }, 'call.path')
    expect(store.temporal.getState().futureStates).toEqual([])
    actions.undo()
    expect(dataOf('call')?.path).toBe('/a')
  })

  test('names what it takes back, and brings back deleted edges too', () => {
    const { store, actions, said } = editor()
    const before = documentOf(store.getState())
    actions.select(['call'])
    actions.removeSelection()
    expect(store.getState().edges).toEqual([])
    expect(store.getState().change.label).toBe('delete Get user')
    actions.undo()
    expect(documentOf(store.getState())).toEqual(before)
    expect(said).toEqual(['Deleted Get user', 'Undid delete Get user'])
  })

  test('back to what was saved is nothing to save', () => {
    const { store, actions } = editor()
    actions.moveNodes([{ id: 'call', position: { x: 1, y: 2 } }])
    expect(isDirty(store.getState())).toBe(true)
    actions.undo()
    expect(isDirty(store.getState())).toBe(false)
  })

  test('leaves selection and saving out', () => {
    const { actions, undoable } = editor()
    actions.select(['call'])
    actions.setSavePhase({ type: 'saving' })
    expect(undoable()).toBe(0)
  })

  test('drops the selection of a step that is gone again', () => {
    const { store, actions } = editor()
    const id = actions.addNode({ type: 'end' })
    expect(store.getState().selectedNodeIds).toEqual([id])
    actions.undo()
    expect(store.getState().selectedNodeIds).toEqual([])
  })
})

describe('renaming', () => {
  test('rewrites the references of other steps, in one entry', () => {
    const { actions, dataOf, undoable } = editor()
    actions.renameStep('call', 'Fetch customer')
    expect(dataOf('call')?.key).toBe('fetch_customer')
    expect(dataOf('done')?.output).toEqual({ name: '{{ steps.fetch_customer.body.name }}' })
    expect(undoable()).toBe(1)
  })

  test('refuses a key that is taken or malformed', () => {
    const { actions, dataOf } = editor()
    expect(actions.renameKey('call', 'done')).toContain('Another step')
    expect(actions.renameKey('call', 'Get User')).toContain('lower-case')
    expect(dataOf('call')?.key).toBe('get_user')
    expect(actions.renameKey('call', 'user')).toBeNull()
    expect(dataOf('done')?.output).toEqual({ name: '{{ steps.user.body.name }}' })
  })
})

describe('arranging and copying', () => {
  test('is one entry to undo, and none when nothing moves', () => {
    const { store, actions, said, undoable } = editor()
    const arrangement = { label: 'align 2 steps top', done: 'Aligned 2 steps top' }
    const places = new Map([
      ['call', { x: 320, y: 50 }],
      ['done', { x: 640, y: 50 }],
    ])
    actions.arrange(places, arrangement)
    actions.arrange(places, arrangement)
    expect(undoable()).toBe(1)
    actions.undo()
    expect(store.getState().nodes.map(({ position }) => position.y)).toEqual([0, 0, 0])
    expect(said).toEqual(['Aligned 2 steps top', 'Everything is in place already', 'Undid align 2 steps top'])
  })

  test('selects what was pasted, and leaves nothing to undo when nothing was', () => {
    const { store, actions, said, undoable } = editor()
    const { nodes } = store.getState()
    const { ids } = actions.paste({ nodes: nodes.slice(1), edges: [] })
    expect(store.getState().selectedNodeIds).toEqual(ids)
    expect(store.getState().change.label).toBe('paste 2 steps')
    expect(actions.paste({ nodes: nodes.slice(0, 1), edges: [] }).leftOutStart).toBe(true)
    expect(undoable()).toBe(1)
    expect(said).toEqual(['Pasted 2 steps'])
  })

  test('cuts steps and leaves selected connections to others alone', () => {
    const { store, actions } = editor()
    actions.select(['done'], ['e1'])
    actions.removeSelection('cut')
    expect(store.getState().change.label).toBe('cut Done')
    expect(store.getState().edges.map(({ id }) => id)).toEqual(['e1'])
  })

  test('puts dragged copies as far away as they were dragged', () => {
    const { store, actions } = editor()
    actions.duplicate(['call', 'done'], { x: 50, y: 400 })
    expect(store.getState().nodes.map(({ position: { x, y } }) => [x, y])).toEqual([
      [0, 0],
      [320, 0],
      [640, 0],
      [370, 400],
      [690, 400],
    ])
  })
})

describe('connecting', () => {
  test('refuses loops, Start as a target, and a step to itself', () => {
    const { actions, store } = editor()
    const call = actions.addNode({ type: 'apiCall', after: { source: 'call', sourceHandle: 'error' } })
    const before = store.getState().edges
    expect(actions.connect({ source: call, sourceHandle: 'success', target: 'call' })).toBe(
      'Would create a loop',
    )
    expect(actions.connect({ source: call, sourceHandle: 'success', target: 'start' })).toContain('Start')
    expect(actions.connect({ source: call, sourceHandle: 'success', target: call })).toContain('itself')
    expect(actions.connect({ source: call, sourceHandle: 'nowhere', target: 'done' })).toContain('no longer')
    expect(store.getState().edges).toBe(before)
    expect(actions.connect({ source: call, sourceHandle: 'success', target: 'done' })).toBeNull()
  })

  test('replaces the edge that an output had', () => {
    const { actions, store } = editor()
    const end = actions.addNode({ type: 'end' })
    actions.connect({ source: 'call', sourceHandle: 'success', target: end })
    const edges = store.getState().edges.filter((edge) => edge.source === 'call')
    expect(edges.map((edge) => edge.target)).toEqual([end])
  })
})

describe('adding', () => {
  test('gives a new API Call the endpoint of the one before it', () => {
    const { actions, dataOf } = editor()
    const id = actions.addNode({ type: 'apiCall', after: { source: 'call', sourceHandle: 'error' } })
    expect(dataOf(id)?.endpointId).toBe('ep_1')
    const other = actions.addNode({ type: 'apiCall', data: { endpointId: 'ep_2' } })
    expect(dataOf(other)?.endpointId).toBe('ep_2')
  })

  test('inserts into an edge and makes room behind it', () => {
    const { actions, store } = editor()
    const id = actions.insertOnEdge('e2', { type: 'setVariables' })
    const { nodes, edges } = store.getState()
    expect(edges.map(({ source, target }) => [source, target])).toEqual([
      ['start', 'call'],
      ['call', id],
      [id, 'done'],
    ])
    expect(nodes.map((node) => [node.id, node.position.x])).toEqual([
      ['start', 0],
      ['call', 320],
      ['done', 960],
      [id, 640],
    ])
  })

  test('never puts a step on top of another', () => {
    const { actions, store } = editor()
    const first = actions.addNode({ type: 'end', position: { x: 640, y: 0 } })
    const place = store.getState().nodes.find((node) => node.id === first)?.position
    expect(place?.y).toBeGreaterThan(100)
  })

  test('copies steps with their inner edges under new keys', () => {
    const { actions, store, dataOf } = editor()
    actions.duplicate(['start', 'call', 'done'])
    const copies = store.getState().selectedNodeIds
    expect(copies.map((id) => dataOf(id)?.key)).toEqual(['get_user_2', 'done_2'])
    expect(store.getState().edges.at(-1)).toMatchObject({ source: copies[0], target: copies[1] })
  })
})
