import { isTerminal, type RunSummary } from '@/lib/runs/schema'

/** How long a run took, or has been going on; a dash for one that has not begun, or never did. */
export function durationOf(run: RunSummary, now: number, duration: (ms: number) => string): string {
  if (run.durationMs !== null) return duration(run.durationMs)
  return run.startedAt === null || isTerminal(run.status)
    ? '–'
    : duration(Math.max(0, now - Date.parse(run.startedAt)))
}
