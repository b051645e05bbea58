import { temporal } from 'zundo'
import { createStore } from 'zustand/vanilla'
import type { Flow } from '@/lib/flows/schema'
import type { FlowDocument } from './flow-document'

/** What happened last to the document; `group` lets a following change of the same kind join it. */
export type Change = { label: string; group: string | null }

export type SavePhase =
  | { type: 'idle' }
  | { type: 'saving' }
  | { type: 'offline' }
  | { type: 'failed'; message: string }
  /** The server takes no changes from this person any more, and would not take the next ones either. */
  | { type: 'refused'; message: string }
  | { type: 'conflict'; theirs: Flow }

export type EditorState = FlowDocument & {
  flowId: string
  /** The server's version that the document is based on. */
  version: number
  published: Flow['published']
  /** What the server holds, as far as we know: what the document is compared with. */
  saved: FlowDocument
  savePhase: SavePhase
  change: Change
  selectedNodeIds: string[]
  selectedEdgeIds: string[]
}

type Undoable = FlowDocument & { change: Change }

export function documentOf(state: FlowDocument): FlowDocument {
  return { name: state.name, description: state.description, nodes: state.nodes, edges: state.edges }
}

/** By reference: documents are never changed in place, so undoing back to what was saved is clean again. */
export function sameDocument(a: FlowDocument, b: FlowDocument): boolean {
  return a.nodes === b.nodes && a.edges === b.edges && a.name === b.name && a.description === b.description
}

export function isDirty(state: EditorState): boolean {
  return !sameDocument(state, state.saved)
}

export function documentFromFlow(flow: Flow): FlowDocument {
  return {
    name: flow.name,
    description: flow.description,
    nodes: flow.definition.nodes,
    edges: flow.definition.edges,
  }
}

export type EditorStore = ReturnType<typeof createEditorStore>

/** One store per opened flow, seeded once. Undo covers the document; selection and saving stay outside. */
export function createEditorStore(flow: Flow) {
  const document = documentFromFlow(flow)
  return createStore<EditorState>()(
    temporal<EditorState, [], [], Undoable>(
      () => ({
        ...document,
        flowId: flow.id,
        version: flow.version,
        published: flow.published,
        saved: document,
        savePhase: { type: 'idle' },
        change: { label: '', group: null },
        selectedNodeIds: [],
        selectedEdgeIds: [],
      }),
      {
        partialize: (state) => ({ ...documentOf(state), change: state.change }),
        equality: sameDocument,
        limit: 200,
      },
    ),
  )
}
