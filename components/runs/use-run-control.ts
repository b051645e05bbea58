import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useFlowId, useSaveNow } from '@/components/flow-editor/use-editor'
import { useOrganization } from '@/components/shell/organization-context'
import { showToast } from '@/components/ui/toast'
import { fetchJson } from '@/lib/action-result'
import { runKeys, runsPath } from '@/lib/runs/queries'
import type { Run, RunEntryRequest } from '@/lib/runs/schema'

type AskedRun = { input: Record<string, unknown>; entry?: RunEntryRequest }

/** Starting and canceling runs of the open flow. `onStarted` gets the run as soon as it is stored. */
export function useRunControl(onStarted: (run: Run) => void) {
  const { slug } = useOrganization()
  const flowId = useFlowId()
  const saveNow = useSaveNow()
  const queryClient = useQueryClient()
  const [cancelRequestedFor, setCancelRequestedFor] = useState<string | null>(null)

  const start = useMutation({
    mutationFn: async ({ input, entry }: AskedRun) => {
      // The server runs the draft as stored, so what is on the screen has to be there first.
      if (!(await saveNow())) throw new Error('The flow’s latest changes couldn’t be saved.')
      const path = `/api/organizations/${encodeURIComponent(slug)}/flows/${encodeURIComponent(flowId)}/runs`
      return fetchJson<Run>(path, { method: 'POST', body: { input, entry, stage: 'draft' } })
    },
    onSuccess: (run) => {
      queryClient.setQueryData(runKeys.detail(slug, run.id), run)
      onStarted(run)
      return queryClient.invalidateQueries({ queryKey: runKeys.lists(slug) })
    },
  })

  // State is drawn too late for two clicks within one frame, or for a key that repeats.
  const starting = useRef(false)
  const { mutate, isPending: isStarting, submittedAt, error: startError, reset: dismissStartError } = start
  const startOnce = useCallback(
    (input: AskedRun['input'], entry?: AskedRun['entry']) => {
      if (starting.current) return
      starting.current = true
      mutate({ input, entry })
    },
    [mutate],
  )
  // Not before what came of it is on the screen: the run, or a button that starts another.
  useEffect(() => {
    if (!isStarting) starting.current = false
  }, [isStarting, submittedAt])

  const cancel = useMutation({
    mutationFn: (runId: string) =>
      fetchJson<Run>(`${runsPath(slug)}/${encodeURIComponent(runId)}/cancel`, { method: 'POST' }),
    onMutate: setCancelRequestedFor,
    onError: (error) => {
      setCancelRequestedFor(null)
      showToast({ title: 'Couldn’t cancel the run', description: error.message, tone: 'danger' })
    },
  })

  return {
    start: startOnce,
    isStarting,
    startingEntry: isStarting ? (start.variables.entry ?? null) : null,
    startError,
    dismissStartError,
    cancel: cancel.mutate,
    cancelRequestedFor,
  }
}
