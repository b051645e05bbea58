import type { Run, RunProgress } from '@/lib/runs/schema'

/** The part of a whole run that the live stream carries too. */
export function progressOf(run: Run): RunProgress {
  return {
    id: run.id,
    revision: run.revision,
    status: run.status,
    error: run.error,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    steps: run.steps.map(({ position, status, startedAt, finishedAt, record }) => ({
      position,
      nodeId: record.nodeId,
      status,
      output: record.output,
      startedAt,
      finishedAt,
      statusCode: record.response?.statusCode ?? null,
      errorCode: record.error?.code ?? null,
      // A running step is in the attempt after those that are over.
      attempts: record.attempts.length + (status === 'running' ? 1 : 0),
    })),
  }
}

/** A fetch may come back behind the stream, so the higher revision wins. */
export function newest(a: RunProgress | null, b: RunProgress | null): RunProgress | null {
  if (!a || !b || a.id !== b.id) return b ?? a
  return a.revision > b.revision ? a : b
}
