import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ActionError, type ErrorBody } from '@/lib/action-result'
import type { ErrorCode } from '@/lib/errors'
import type { Flow, UpdateFlowInput } from '@/lib/flows/schema'
import { createAutosave } from './autosave'
import { createEditorActions } from './editor-actions'
import { createEditorStore, isDirty } from './editor-store'

const flow: Flow = {
  id: '0197a000-0000-7000-8000-000000000001',
  name: 'Order lookup',
  description: '',
  version: 3,
  published: null,
  stepCount: 1,
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
        id: 's',
        type: 'start',
        position: { x: 0, y: 0 },
        data: { key: 'start', label: 'Start', inputs: [] },
      },
    ],
    edges: [],
  },
}

function refusal(code: ErrorCode, details: Record<string, unknown> = {}): ActionError {
  const body: ErrorBody = {
    code,
    message: `refused: ${code}`,
    requestId: 'r1',
    fieldErrors: [],
    details,
    retryAfterSeconds: null,
  }
  return new ActionError(body)
}

/** A server whose answers the test gives, one request at a time. */
function setUp() {
  const store = createEditorStore(flow)
  const actions = createEditorActions(store, () => {})
  const requests: {
    change: UpdateFlowInput
    answer: (flow: Flow) => void
    refuse: (error: Error) => void
  }[] = []
  const send = (change: UpdateFlowInput) =>
    new Promise<Flow>((answer, refuse) => requests.push({ change, answer, refuse }))
  const autosave = createAutosave(store, actions, send)
  autosave.start()
  return { store, actions, autosave, requests }
}

const settle = () => vi.advanceTimersByTimeAsync(0)

describe('autosave', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('saves once, within two seconds after the last change, only what changed', async () => {
    const { actions, requests, store } = setUp()
    actions.setMeta({ name: 'O' }, 'name')
    await vi.advanceTimersByTimeAsync(1_000)
    actions.setMeta({ name: 'Orders' }, 'name')
    await vi.advanceTimersByTimeAsync(2_000)
    expect(requests.map(({ change }) => change)).toEqual([{ version: 3, name: 'Orders' }])
    expect(store.getState().savePhase.type).toBe('saving')
    requests[0]?.answer({ ...flow, name: 'Orders', version: 4 })
    await settle()
    expect(store.getState()).toMatchObject({ version: 4, savePhase: { type: 'idle' } })
    expect(isDirty(store.getState())).toBe(false)
  })

  test('does not wait for ever while somebody types on', async () => {
    const { actions, requests } = setUp()
    for (let keys = 0; keys < 10; keys += 1) {
      actions.setMeta({ name: `Order ${keys}` }, 'name')
      await vi.advanceTimersByTimeAsync(900)
    }
    expect(requests).toHaveLength(1)
  })

  test('sends what was typed during a save with the next one', async () => {
    const { actions, autosave, requests, store } = setUp()
    actions.setMeta({ name: 'First' })
    const saved = autosave.saveNow()
    actions.setMeta({ name: 'Second' })
    requests[0]?.answer({ ...flow, name: 'First', version: 4 })
    await settle()
    expect(store.getState().name).toBe('Second')
    expect(requests[1]?.change).toEqual({ version: 4, name: 'Second' })
    requests[1]?.answer({ ...flow, name: 'Second', version: 5 })
    await expect(saved).resolves.toBe(true)
    expect(isDirty(store.getState())).toBe(false)
  })

  test('drops what the canvas added to a step', async () => {
    const { actions, autosave, requests } = setUp()
    actions.moveNodes([{ id: 's', position: { x: 10, y: 0 } }])
    void autosave.saveNow()
    const node = requests[0]?.change.definition?.nodes[0]
    expect(Object.keys(node ?? {}).toSorted()).toEqual(['data', 'id', 'position', 'type'])
  })

  test('retries with growing pauses while the server can’t be reached', async () => {
    const { actions, autosave, requests, store } = setUp()
    actions.setMeta({ name: 'Orders' })
    const saved = autosave.saveNow()
    requests[0]?.refuse(refusal('unavailable'))
    await expect(saved).resolves.toBe(false)
    expect(store.getState().savePhase.type).toBe('offline')
    await vi.advanceTimersByTimeAsync(1_000)
    requests[1]?.refuse(refusal('unavailable'))
    await vi.advanceTimersByTimeAsync(1_999)
    expect(requests).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1)
    requests[2]?.answer({ ...flow, name: 'Orders', version: 4 })
    await settle()
    expect(store.getState().savePhase.type).toBe('idle')
    expect(isDirty(store.getState())).toBe(false)
  })

  test('stops at a conflict until somebody decides', async () => {
    const { actions, autosave, requests, store } = setUp()
    const theirs = { ...flow, name: 'Theirs', version: 7 }
    actions.setMeta({ name: 'Mine' })
    const saved = autosave.saveNow()
    requests[0]?.refuse(refusal('conflict', { current: theirs }))
    await expect(saved).resolves.toBe(false)
    actions.setMeta({ description: 'more' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(requests).toHaveLength(1)
    expect(store.getState().savePhase).toEqual({ type: 'conflict', theirs })
    actions.takeOver(theirs, 'load their version')
    expect(store.getState()).toMatchObject({ name: 'Theirs', version: 7 })
    actions.undo()
    expect(store.getState()).toMatchObject({ name: 'Mine', description: 'more', version: 7 })
  })

  test('keeps a change that failed and says why', async () => {
    const { actions, autosave, requests, store } = setUp()
    actions.setMeta({ name: 'Orders' })
    void autosave.saveNow()
    requests[0]?.refuse(refusal('internal_error'))
    await settle()
    expect(store.getState().savePhase).toEqual({ type: 'failed', message: 'refused: internal_error' })
    expect(isDirty(store.getState())).toBe(true)
  })

  test.each([
    ['forbidden', /only editors and admins can change flows/],
    ['not_found', /this flow was deleted, or you no longer have access/],
  ] as const)('stays refused (%s) until a save passes', async (code, message) => {
    const { actions, autosave, requests, store } = setUp()
    const refused = { type: 'refused', message: expect.stringMatching(message) }
    actions.setMeta({ name: 'Orders' })
    void autosave.saveNow()
    requests[0]?.refuse(refusal(code))
    await settle()
    expect(store.getState().savePhase).toEqual(refused)
    expect(isDirty(store.getState())).toBe(true)
    const saved = autosave.saveNow()
    expect(store.getState().savePhase).toEqual(refused)
    requests[1]?.answer({ ...flow, name: 'Orders', version: 4 })
    await expect(saved).resolves.toBe(true)
    expect(store.getState().savePhase).toEqual({ type: 'idle' })
  })
})
