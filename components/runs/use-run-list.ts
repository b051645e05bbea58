import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useOrganization } from '@/components/shell/organization-context'
import { newestRunsQuery, type RunFilter, runKeys, runsQuery } from '@/lib/runs/queries'
import { mergeNewest } from './merge-newest'

/**
 * Runs as they stand now. Those on the screen keep their places, and newer ones, which programs start too,
 * are counted until `showNew`; where nothing is listed, nothing can move, so they are shown at once.
 */
export function useRunList(filter: RunFilter) {
  const { slug } = useOrganization()
  const queryClient = useQueryClient()
  const query = useInfiniteQuery(runsQuery(slug, filter))
  const newest = useQuery(newestRunsQuery(slug, filter))
  const listed = query.data?.pages.flatMap((page) => page.data) ?? []
  const { runs, newCount } = mergeNewest(listed, newest.data?.data ?? [])

  const { refetch } = query
  const isFirst = query.isSuccess && runs.length === 0 && newCount > 0
  useEffect(() => {
    if (isFirst) void refetch()
  }, [isFirst, refetch])

  return {
    query,
    runs,
    newCount,
    showNew: () => void queryClient.invalidateQueries({ queryKey: runKeys.list(slug, filter) }),
  }
}
