import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useFlowId } from '@/components/flow-editor/use-editor'
import { useOrganization } from '@/components/shell/organization-context'
import { runQuery, runsQuery } from '@/lib/runs/queries'

/** What the newest run of the open flow was started with; `undefined` while that is being looked up. */
export function useLastInput(): Record<string, unknown> | undefined {
  const { slug } = useOrganization()
  const runs = useInfiniteQuery(runsQuery(slug, { flow: useFlowId() }))
  const newest = runs.data?.pages[0]?.data[0]?.id
  const run = useQuery({ ...runQuery(slug, newest ?? ''), enabled: newest !== undefined })
  if (runs.isPending || (newest !== undefined && run.isPending)) return undefined
  return run.data?.input ?? {}
}
