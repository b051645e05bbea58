import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useFlowId } from '@/components/flow-editor/use-editor'
import { useOrganization } from '@/components/shell/organization-context'
import { runQuery, runsQuery } from '@/lib/runs/queries'

/**
 * What the newest run of the open flow was started with, `null` when there is none; `undefined` while that is
 * being looked up. It stays the same once it is known, for it is changed by hand then.
 */
export function useLastInput(): Record<string, unknown> | null | undefined {
  const { slug } = useOrganization()
  const runs = useInfiniteQuery(runsQuery(slug, { flow: useFlowId() }))
  const newest = runs.data?.pages[0]?.data[0]?.id
  const run = useQuery({ ...runQuery(slug, newest ?? ''), enabled: newest !== undefined })
  const [found, setFound] = useState<Record<string, unknown> | null>()
  // A list from before the last run has another newest one.
  const isListPending = runs.isPending || (runs.isStale && runs.isFetching)
  const isPending = isListPending || (newest !== undefined && run.isPending)
  if (found === undefined && !isPending) setFound(run.data?.input ?? null)
  return found
}
