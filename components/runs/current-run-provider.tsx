'use client'

import { createContext, type ReactNode, useCallback, useEffect, useMemo, useState } from 'react'
import { createStore, type StoreApi } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { findStepByKey } from '@/components/flow-editor/flow-document'
import { useEditor, useEditorStore } from '@/components/flow-editor/use-editor'
import { announce } from '@/components/ui/announcer'
import { showToast } from '@/components/ui/toast'
import { useFormat } from '@/components/ui/use-format'
import { isKnownNode } from '@/lib/flows/schema'
import type { Run, RunEntryRequest, RunProgress, RunStatus } from '@/lib/runs/schema'
import { useRunUrl } from './run-url'
import { type RunPart, runView, type RunView } from './step-view'
import { useRunControl } from './use-run-control'
import { useRunProgress } from './use-run-progress'
import type { Connection } from './watch-run'

export type CurrentRun = {
  /** The shown run: the live one, the last one started here, or one opened from the history. */
  run: { id: string; status: RunStatus } | null
  isActive: boolean
  isStarting: boolean
  /** Why no run came of the last attempt to start one, until the next attempt or until it is dismissed. */
  startError: Error | null
  dismissStartError: () => void
  isCanceling: boolean
  /** Opened to be looked at, so the editor is read-only. */
  isHistorical: boolean
  /** Completes "You’re viewing …". */
  title: string | null
  connection: Connection
  progress: RunProgress | null
  /** The run with its bodies; follows `progress` by one request. */
  detail: Run | null
  /** A run is to be shown and has not been fetched yet. */
  isLoading: boolean
  error: Error | null
  retry: () => void
  /** Opens the input form when the flow has inputs, else starts. */
  start: () => void
  /** With `entry` it begins at that step. */
  startWith: (input: Record<string, unknown>, entry?: RunEntryRequest) => void
  cancel: () => void
  close: () => void
  openHistory: () => void
}

export const CurrentRunContext = createContext<CurrentRun | null>(null)
export const RunViewContext = createContext<StoreApi<RunView> | null>(null)

/** From the click on, not only from the server’s answer on, the canvas says that something happens. */
const aboutToStart: RunProgress = {
  id: '',
  revision: 0,
  status: 'queued',
  error: null,
  startedAt: null,
  finishedAt: null,
  steps: [],
}

const nothing: RunView = { steps: new Map(), takenEdgeIds: new Set() }

const endings: Partial<Record<RunStatus, string>> = {
  succeeded: 'Run succeeded',
  failed: 'Run failed',
  interrupted: 'Run interrupted',
}

/** Holds the one run that the editor shows, and follows it. Inside `EditorProvider`. */
export function CurrentRunProvider({ children }: { children: ReactNode }) {
  const format = useFormat()
  const editor = useEditorStore()
  const [url, setUrl] = useRunUrl()

  const {
    start: startWith,
    isStarting,
    startingEntry,
    startError,
    dismissStartError,
    cancel,
    cancelRequestedFor,
  } = useRunControl((run) => {
    void setUrl({ run: run.id, viewing: null, panel: 'run' })
    announce('Run started')
  })
  const onEnd = useCallback((ended: RunProgress) => {
    if (ended.status === 'canceled') showToast({ title: 'Run canceled' })
    else announce(endings[ended.status] ?? '')
  }, [])
  const startingPart = useMemo<RunPart | null>(() => {
    const step = startingEntry && findStepByKey(editor.getState(), startingEntry.step)
    return step ? { nodeId: step.id, only: startingEntry.only === true } : null
  }, [startingEntry, editor])
  const { run: detail, progress, active, connection, error, retry } = useRunProgress(url.run, onEnd)

  const value = useMemo<CurrentRun>(
    () => ({
      run: progress && { id: progress.id, status: progress.status },
      isActive: active,
      isStarting,
      startError,
      dismissStartError,
      isCanceling: active && (progress?.id === cancelRequestedFor || detail?.cancelRequested === true),
      isHistorical: url.viewing && url.run !== null,
      title: detail && `the run of ${format.dateTime(detail.createdAt)}`,
      connection,
      progress,
      detail,
      isLoading: url.run !== null && detail === null && error === null,
      error,
      retry: () => void retry(),
      start: () => {
        const start = editor.getState().nodes.find((node) => node.type === 'start')
        if (start && isKnownNode(start) && start.type === 'start' && start.data.inputs.length > 0) {
          void setUrl({ panel: 'start' })
        } else startWith({})
      },
      startWith,
      cancel: () => {
        if (progress) cancel(progress.id)
      },
      close: () => void setUrl({ run: null, viewing: null, panel: null }),
      openHistory: () => void setUrl({ panel: 'history' }),
    }),
    [
      progress,
      active,
      isStarting,
      startError,
      dismissStartError,
      cancelRequestedFor,
      detail,
      url.viewing,
      url.run,
      format,
      connection,
      error,
      retry,
      editor,
      startWith,
      cancel,
      setUrl,
    ],
  )

  return (
    <CurrentRunContext value={value}>
      <RunViewProvider
        progress={isStarting ? aboutToStart : progress}
        part={isStarting ? startingPart : (detail?.entry ?? null)}
      >
        {children}
      </RunViewProvider>
    </CurrentRunContext>
  )
}

type RunViewProviderProps = {
  progress: RunProgress | null
  /** Of a run that does not begin at the start step. */
  part: RunPart | null
  children: ReactNode
}

/** Steps and edges read their own part from a store, so a frame re-renders only what it changes. */
function RunViewProvider({ progress, part, children }: RunViewProviderProps) {
  const { duration } = useFormat()
  const nodeIds = useEditor(useShallow((state) => state.nodes.map((node) => node.id)))
  const edges = useEditor((state) => state.edges)
  const view = useMemo(
    () => (progress ? runView(progress, nodeIds, edges, duration, part) : nothing),
    [progress, nodeIds, edges, duration, part],
  )
  const [store] = useState(() => createStore<RunView>(() => view))
  useEffect(() => store.setState(view), [store, view])
  return <RunViewContext value={store}>{children}</RunViewContext>
}
