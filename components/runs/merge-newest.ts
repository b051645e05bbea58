import type { RunSummary } from '@/lib/runs/schema'

/**
 * The listed runs as they stand now, and how many newer ones there are. The listed ones keep their
 * places; one that no longer matches the filter stays until the list is asked for again.
 */
export function mergeNewest(
  listed: RunSummary[],
  newest: RunSummary[],
): { runs: RunSummary[]; newCount: number } {
  const current = new Map(newest.map((run) => [run.id, run]))
  const since = listed[0]?.createdAt ?? ''
  const known = new Set(listed.map(({ id }) => id))
  return {
    runs: listed.map((run) => current.get(run.id) ?? run),
    newCount: newest.filter(({ id, createdAt }) => !known.has(id) && createdAt >= since).length,
  }
}
