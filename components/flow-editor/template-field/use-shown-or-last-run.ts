import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useCurrentRun } from '@/components/runs/use-current-run'
import { useOrganization } from '@/components/shell/organization-context'
import { runQuery, runsQuery } from '@/lib/runs/queries'
import { isTerminal, type Run } from '@/lib/runs/schema'
import { useFlowId } from '../use-editor'

/** The run that the editor shows, else the newest one of the flow that has ended. */
export function useShownOrLastRun(): { run: Run | null; isLoading: boolean } {
  const { slug } = useOrganization()
  const { detail, isLoading } = useCurrentRun()
  const runs = useInfiniteQuery({ ...runsQuery(slug, { flow: useFlowId() }), enabled: detail === null })
  const newest = runs.data?.pages[0]?.data.find(({ status }) => isTerminal(status))?.id
  const last = useQuery({ ...runQuery(slug, newest ?? ''), enabled: detail === null && newest !== undefined })
  const run = detail ?? last.data ?? null
  return { run, isLoading: run === null && (runs.isLoading || last.isLoading || isLoading) }
}
