import { createStore } from 'zustand/vanilla'
import type { Output, Position } from '../flow-document'

/** Where a step from the picker goes. Without a position it gets the place that fits best. */
export type PickTarget =
  | { type: 'after'; output: Output; position?: Position }
  | { type: 'edge'; edgeId: string }
  | { type: 'at'; position: Position }

export type Connecting = {
  output: Output
  /** By click, the next click on a step connects; by drag, React Flow follows the pointer. */
  by: 'click' | 'drag'
  /** Why each step that can't be the target can't, by its id. */
  refusals: ReadonlyMap<string, string>
}

/** What the canvas is in the middle of. Nothing here is saved or undone. */
export type CanvasState = {
  connecting: Connecting | null
  /** The step picker, at a point of the window. */
  picker: { x: number; y: number; target: PickTarget } | null
  /** The step whose connections are chosen from a list. */
  connectDialogFor: string | null
  shortcutsOpen: boolean
  findOpen: boolean
  /** The conflict is still there; its dialog was put aside. */
  conflictPostponed: boolean
  /** Where the inspector lies over the canvas, whether it is there. */
  inspectorOpen: boolean
  /** The step that gets the keyboard focus as soon as it is drawn. */
  focusNext: string | null
  /** The step that is to be run by itself. */
  stepToRun: string | null
}

export type CanvasStore = ReturnType<typeof createCanvasStore>

export function createCanvasStore() {
  return createStore<CanvasState>(() => ({
    connecting: null,
    picker: null,
    connectDialogFor: null,
    shortcutsOpen: false,
    findOpen: false,
    conflictPostponed: false,
    inspectorOpen: false,
    focusNext: null,
    stepToRun: null,
  }))
}
