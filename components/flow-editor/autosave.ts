import { ActionError } from '@/lib/action-result'
import { type Flow, flowDefinitionSchema, type UpdateFlowInput } from '@/lib/flows/schema'
import type { EditorActions } from './editor-actions'
import { documentOf, type EditorState, type EditorStore, isDirty, sameDocument } from './editor-store'

/** Sends a change to the server. Throws `ActionError`. */
type SendFlow = (change: UpdateFlowInput) => Promise<Flow>

/** In milliseconds. A save happens this long after the last change, and at the latest so long after the first. */
const autosaveDelays = {
  afterLastChange: 1_200,
  afterFirstChange: 6_000,
  firstRetry: 1_000,
  lastRetry: 30_000,
}

/** A role that was changed, a member who was removed or a flow that was deleted while it was open. */
const refusals = {
  forbidden: 'Your latest changes aren’t saved: only editors and admins can change flows.',
  not_found: 'Your latest changes aren’t saved: this flow was deleted, or you no longer have access to it.',
}

export type Autosave = ReturnType<typeof createAutosave>

/**
 * Keeps the server's draft equal to the document: one request at a time, each with the version it is
 * based on. What is typed during a request stays unsaved and goes with the next one.
 */
export function createAutosave(store: EditorStore, actions: EditorActions, send: SendFlow) {
  let timer: ReturnType<typeof setTimeout> | null = null
  let dirtySince: number | null = null
  let failures = 0
  let inFlight: Promise<boolean> | null = null

  function schedule(delayMs: number) {
    if (timer) clearTimeout(timer)
    timer = setTimeout(() => void save(), delayMs)
  }

  function onChange(state: EditorState, before: EditorState) {
    if (sameDocument(state, before)) return
    if (!isDirty(state)) {
      dirtySince = null
      return
    }
    dirtySince ??= Date.now()
    // After a lost connection the back-off decides; during a conflict, the person.
    if (state.savePhase.type === 'offline' || state.savePhase.type === 'conflict') return
    const latest = dirtySince + autosaveDelays.afterFirstChange - Date.now()
    schedule(Math.max(0, Math.min(autosaveDelays.afterLastChange, latest)))
  }

  async function save(): Promise<boolean> {
    if (timer) clearTimeout(timer)
    timer = null
    if (inFlight) return inFlight
    const state = store.getState()
    if (state.savePhase.type === 'conflict') return false
    if (!isDirty(state)) {
      actions.setSavePhase({ type: 'idle' })
      return true
    }
    inFlight = request(state).finally(() => {
      inFlight = null
    })
    return inFlight
  }

  async function request(state: EditorState): Promise<boolean> {
    const document = documentOf(state)
    const change = changeOf(state)
    if ('problem' in change) {
      actions.setSavePhase({ type: 'failed', message: change.problem })
      return false
    }
    // A refusal stands until a save passes: the editor is read-only meanwhile, and would not be for a moment.
    if (state.savePhase.type !== 'refused') actions.setSavePhase({ type: 'saving' })
    try {
      const flow = await send(change.input)
      actions.markSaved(document, flow)
      failures = 0
      dirtySince = isDirty(store.getState()) ? Date.now() : null
      if (dirtySince) schedule(autosaveDelays.afterLastChange)
      return true
    } catch (error) {
      fail(error)
      return false
    }
  }

  function fail(error: unknown) {
    if (!(error instanceof ActionError)) throw error
    const { code, message, details } = error.body
    if (code === 'conflict' && details.current) {
      // The action's contract: a conflict carries the flow as it is stored now.
      actions.setSavePhase({ type: 'conflict', theirs: details.current as Flow })
    } else if (code === 'unavailable') {
      actions.setSavePhase({ type: 'offline' })
      schedule(Math.min(autosaveDelays.lastRetry, autosaveDelays.firstRetry * 2 ** failures))
      failures += 1
    } else if (code === 'forbidden' || code === 'not_found') {
      actions.setSavePhase({ type: 'refused', message: refusals[code] })
    } else {
      actions.setSavePhase({ type: 'failed', message })
    }
  }

  return {
    /** Saves until the server holds what is on screen; `false` when it could not. */
    saveNow: async (): Promise<boolean> => {
      do {
        if (!(await save())) return false
      } while (isDirty(store.getState()))
      return true
    },
    /** Watches the document. Returns how to stop. */
    start: (): (() => void) => {
      const unsubscribe = store.subscribe(onChange)
      return () => {
        unsubscribe()
        if (timer) clearTimeout(timer)
        timer = null
      }
    },
  }
}

/** Only what differs from the saved flow, with the definition as the schema reads it. */
function changeOf(state: EditorState): { input: UpdateFlowInput } | { problem: string } {
  const { saved } = state
  const input: UpdateFlowInput = { version: state.version }
  if (state.name !== saved.name) input.name = state.name
  if (state.description !== saved.description) input.description = state.description
  if (state.nodes === saved.nodes && state.edges === saved.edges) return { input }
  const parsed = flowDefinitionSchema.safeParse({ nodes: state.nodes, edges: state.edges })
  if (!parsed.success) return { problem: parsed.error.issues[0]?.message ?? 'The flow has an invalid field.' }
  return { input: { ...input, definition: parsed.data } }
}
