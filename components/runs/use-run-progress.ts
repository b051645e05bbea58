import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useOrganization } from '@/components/shell/organization-context'
import { runKeys, runQuery, runsPath } from '@/lib/runs/queries'
import { isTerminal, type RunProgress } from '@/lib/runs/schema'
import { newest, progressOf } from './run-progress'
import { type Connection, watchRun } from './watch-run'

/**
 * A run as a whole and where it stands, followed live while it is active. `onEnd` is called for runs
 * whose end was watched, not for those that were over when they were opened.
 */
export function useRunProgress(runId: string | null, onEnd: (progress: RunProgress) => void) {
  const { slug } = useOrganization()
  const queryClient = useQueryClient()
  const query = useQuery({ ...runQuery(slug, runId ?? ''), enabled: runId !== null })
  const [connection, setConnection] = useState<{ runId: string; state: Connection } | null>(null)
  const [live, setLive] = useState<RunProgress | null>(null)

  const run = runId === null ? null : (query.data ?? null)
  const progress = useMemo(() => {
    const stored = run && progressOf(run)
    return live?.id === runId ? newest(live, stored) : stored
  }, [run, live, runId])
  const active = progress !== null && !isTerminal(progress.status)

  useEffect(() => {
    if (!active || runId === null) return
    const stop = new AbortController()
    let seen = -1
    watchRun({
      url: `${runsPath(slug)}/${encodeURIComponent(runId)}/events`,
      poll: async () => progressOf(await queryClient.fetchQuery({ ...runQuery(slug, runId), staleTime: 0 })),
      onProgress: (next) => {
        setLive(next)
        const now = next.steps.reduce((sum, step) => sum + step.attempts + (step.finishedAt ? 2 : 1), 0)
        // The stream carries no bodies: fetch them when a step or an attempt has begun or ended.
        if (now !== seen) {
          void queryClient.invalidateQueries({ queryKey: runKeys.detail(slug, runId) })
        }
        seen = now
      },
      onConnection: (state) => setConnection({ runId, state }),
      signal: stop.signal,
    })
    return () => stop.abort()
  }, [active, runId, slug, queryClient])

  // A fetch may see the end before the stream does, so the end is read off the state, not off a frame.
  const watched = useRef<string | null>(null)
  useEffect(() => {
    if (active) watched.current = progress.id
    else if (progress && watched.current === progress.id) {
      watched.current = null
      void queryClient.invalidateQueries({ queryKey: runKeys.all(slug) })
      onEnd(progress)
    }
  }, [active, progress, slug, queryClient, onEnd])

  return {
    run,
    progress,
    active,
    connection: active && connection?.runId === runId ? connection.state : 'live',
    error: query.error,
    retry: query.refetch,
  }
}
