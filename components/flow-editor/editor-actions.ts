import { edgeFromOutput } from '@/lib/flows/graph'
import { takenKeys } from '@/lib/flows/keys'
import { type Flow, type FlowDefinition, keyPattern } from '@/lib/flows/schema'
import { type Pasted, type PasteOptions, pasteSteps, pickSteps } from './copied-steps'
import {
  addStep,
  addStepAfter,
  connect,
  type Connection,
  connectionRefusal,
  findNode,
  type EditorNode,
  type FlowDocument,
  insertOnEdge,
  likelyEndpointId,
  move,
  type NewStep,
  type Output,
  patchData,
  type Position,
  remove,
  renameStep,
  renameStepKey,
} from './flow-document'
import { documentFromFlow, documentOf, type EditorStore, type SavePhase } from './editor-store'
import { outputName, stepName, stepTypes } from './step-types'

export type EditorActions = ReturnType<typeof createEditorActions>

/** What takes steps out of the flow. */
export type Removal = 'delete' | 'cut'

/** Everything that changes the editor's state. Each change of the document is one entry to undo. */
export function createEditorActions(store: EditorStore, announce: (text: string) => void) {
  const { getState, setState, temporal } = store

  function commit(label: string, next: FlowDocument, group: string | null = null) {
    // Typing in one field, or a row of arrow presses, is one thing to undo.
    const joins = group !== null && group === getState().change.group
    if (joins) temporal.getState().pause()
    setState({ ...documentOf(next), change: { label, group } })
    if (joins) temporal.getState().resume()
  }

  function select(nodeIds: string[], edgeIds: string[] = []) {
    const state = getState()
    if (sameIds(state.selectedNodeIds, nodeIds) && sameIds(state.selectedEdgeIds, edgeIds)) return
    setState({ selectedNodeIds: nodeIds, selectedEdgeIds: edgeIds })
  }

  function nameOf(nodeId: string): string {
    const node = findNode(getState(), nodeId)
    return node ? stepName(node) : 'step'
  }

  function withDefaults(step: NewStep, before: string | null): NewStep {
    if (step.type !== 'apiCall') return step
    return { ...step, data: { endpointId: likelyEndpointId(getState(), before), ...step.data } }
  }

  function stepBack(direction: 'undo' | 'redo') {
    const { pastStates, futureStates } = temporal.getState()
    const target = direction === 'undo' ? pastStates.at(-1) : futureStates.at(-1)
    if (!target) return
    const label = direction === 'undo' ? getState().change.label : target.change?.label
    temporal.getState()[direction]()
    const state = getState()
    const nodes = new Set(state.nodes.map((node) => node.id))
    const edges = new Set(state.edges.map((edge) => edge.id))
    setState({
      // Typing that goes on after an undo is a new entry, not part of the one that was undone.
      change: { ...state.change, group: null },
      selectedNodeIds: state.selectedNodeIds.filter((id) => nodes.has(id)),
      selectedEdgeIds: state.selectedEdgeIds.filter((id) => edges.has(id)),
    })
    announce(direction === 'undo' ? `Undid ${label}` : `Redid ${label}`)
  }

  return {
    select,
    undo: () => stepBack('undo'),
    redo: () => stepBack('redo'),
    /** Ends a row of grouped changes, for instance when a field loses focus. */
    endGroup: () => setState({ change: { ...getState().change, group: null } }),

    /** Adds a step and selects it; with `after` it is placed behind that output and connected. */
    addNode: (options: NewStep & { position?: Position; after?: Output }): string => {
      const { position, after, ...step } = options
      const complete = withDefaults(step, after?.source ?? null)
      const added = after
        ? addStepAfter(getState(), complete, after, position)
        : addStep(getState(), complete, position ?? { x: 0, y: 0 })
      commit(`add ${stepTypes[step.type].name}`, added.document)
      select([added.id])
      announce(`Added ${nameOf(added.id)}`)
      return added.id
    },

    /** Puts a step into an edge and selects it; `null` when the edge is gone. */
    insertOnEdge: (edgeId: string, step: NewStep): string | null => {
      const edge = getState().edges.find((candidate) => candidate.id === edgeId)
      const added = insertOnEdge(getState(), edgeId, withDefaults(step, edge?.source ?? null))
      if (!added) return null
      commit(`insert ${stepTypes[step.type].name}`, added.document)
      select([added.id])
      announce(`Inserted ${nameOf(added.id)}`)
      return added.id
    },

    refusal: (connection: Connection) => connectionRefusal(getState(), connection),

    /** Connects an output, in place of the edge it had. Returns why not, or `null` when it did. */
    connect: (connection: Connection): string | null => {
      const refusal = connectionRefusal(getState(), connection)
      if (refusal) {
        announce(`Not connected: ${refusal}`)
        return refusal
      }
      const { source, sourceHandle, target } = connection
      const replaced = edgeFromOutput(getState(), source, sourceHandle)
      commit(replaced ? 'reconnect' : 'connect', connect(getState(), connection))
      announce(`Connected ${outputName(sourceHandle)} of ${nameOf(source)} to ${nameOf(target)}`)
      return null
    },

    disconnect: (edgeId: string) => {
      commit('disconnect', remove(getState(), [], [edgeId]))
    },

    updateNodeData: (id: string, patch: Record<string, unknown>, group: string | null = null) => {
      commit(`edit ${nameOf(id)}`, patchData(getState(), id, patch), group)
    },

    /** Names a step; its key and the references to it follow while the key comes from the name. */
    renameStep: (id: string, label: string) => {
      const trimmed = label.trim().slice(0, 80)
      if (nameOf(id) === trimmed) return
      commit(`rename ${nameOf(id)}`, renameStep(getState(), id, trimmed))
    },

    /** Gives a step another key and rewrites the references. Returns why not, or `null` when it did. */
    renameKey: (id: string, key: string): string | null => {
      const node = findNode(getState(), id)
      if (!node || node.data.key === key) return null
      if (!keyPattern.test(key))
        return 'Start with a lower-case letter; use lower-case letters, digits and underscores.'
      if (takenKeys(getState(), id).includes(key)) return `Another step has the key “${key}”.`
      commit(`rename ${stepName(node)}`, renameStepKey(getState(), id, key))
      return null
    },

    setMeta: (meta: { name?: string; description?: string }, group: string | null = null) => {
      commit(meta.name === undefined ? 'edit description' : 'rename flow', { ...getState(), ...meta }, group)
    },

    moveNodes: (moves: { id: string; position: Position }[], group: string | null = null) => {
      if (moves.length === 0) return
      const label = moves.length === 1 ? `move ${nameOf(moves[0]!.id)}` : `move ${moves.length} steps`
      commit(label, move(getState(), new Map(moves.map(({ id, position }) => [id, position]))), group)
    },

    /** Puts steps elsewhere as one change: what it is called to undo it, and what is said when it is done. */
    arrange: (places: ReadonlyMap<string, Position>, { label, done }: { label: string; done: string }) => {
      const isElsewhere = ({ id, position: { x, y } }: EditorNode) => {
        const place = places.get(id)
        return place !== undefined && (place.x !== x || place.y !== y)
      }
      if (!getState().nodes.some(isElsewhere)) return announce('Everything is in place already')
      commit(label, move(getState(), places))
      announce(done)
    },

    /** Cut takes steps only: a connection alone would be lost with it. */
    removeSelection: (by: Removal = 'delete') => {
      const { selectedNodeIds, selectedEdgeIds } = getState()
      removeAll(selectedNodeIds, by === 'cut' ? [] : selectedEdgeIds, by)
    },

    /** With an `offset`, so far from where the steps are; else a little lower. */
    duplicate: (ids: string[], offset?: Position) => {
      addCopies('duplicate', pasteSteps(getState(), pickSteps(getState(), ids), { offset }))
    },

    /** Adds copied steps and selects them. */
    paste: (copied: FlowDefinition, options?: PasteOptions): Pasted => {
      const pasted = pasteSteps(getState(), copied, options)
      addCopies('paste', pasted)
      return pasted
    },

    setSavePhase: (savePhase: SavePhase) => setState({ savePhase }),

    /** The server holds `document` now. What was typed meanwhile stays unsaved. */
    markSaved: (document: FlowDocument, flow: Flow) => {
      setState({
        saved: document,
        version: flow.version,
        published: flow.published,
        savePhase: { type: 'idle' },
      })
    },

    markPublished: ({ version, published }: Flow) => setState({ version, published }),

    /** Bases the document on the server's flow, which the next save then replaces. */
    rebase: (flow: Flow) => {
      setState({
        saved: documentFromFlow(flow),
        version: flow.version,
        published: flow.published,
        savePhase: { type: 'idle' },
      })
    },

    /** Counts the document as saved, when there is nothing left to save it to. */
    forgetChanges: () => setState({ saved: documentOf(getState()) }),

    /** Takes the server's flow over as one change, so that undo brings the own one back. */
    takeOver: (flow: Flow, label: string) => {
      const document = documentFromFlow(flow)
      commit(label, document)
      setState({
        saved: document,
        version: flow.version,
        published: flow.published,
        savePhase: { type: 'idle' },
        selectedNodeIds: [],
        selectedEdgeIds: [],
      })
    },
  }

  function addCopies(by: 'duplicate' | 'paste', { document, ids }: Pasted) {
    if (ids.length === 0) return
    const what = ids.length === 1 ? 'step' : `${ids.length} steps`
    commit(`${by} ${what}`, document)
    select(ids)
    announce(`${by === 'paste' ? 'Pasted' : 'Duplicated'} ${what}`)
  }

  function removeAll(nodeIds: string[], edgeIds: string[], by: Removal) {
    if (nodeIds.length === 0 && edgeIds.length === 0) return
    const count = nodeIds.length
    const what =
      count === 0
        ? edgeIds.length === 1
          ? 'a connection'
          : `${edgeIds.length} connections`
        : count === 1
          ? nameOf(nodeIds[0]!)
          : `${count} steps`
    commit(`${by} ${what}`, remove(getState(), nodeIds, edgeIds))
    select([])
    announce(`${by === 'cut' ? 'Cut' : 'Deleted'} ${what}`)
  }
}

function sameIds(a: string[], b: string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index])
}
