import { isTerminal, type Run, type RunProgress, type RunStep } from '@/lib/runs/schema'

/** Parts of the run's whole time, from 0 to 1. */
export type Bar = { start: number; length: number }

export type ListedStep = {
  nodeId: string
  label: string
  progress: RunProgress['steps'][number]
  /** `null` until the record has been fetched. */
  record: RunStep | null
  /** Milliseconds, up to `now` while it runs. */
  elapsedMs: number
  bar: Bar
  /** One a try, when there were several. */
  attempts: Bar[]
}

/**
 * The steps of a run in the order in which they ran, on a common scale.
 * @param labels of the steps as they are called now, by node id, for those without a record yet
 * @param now in milliseconds
 */
export function listSteps(
  progress: RunProgress,
  detail: Run | null,
  labels: ReadonlyMap<string, string>,
  now: number,
): ListedStep[] {
  const begin = Date.parse(progress.startedAt ?? progress.steps[0]?.startedAt ?? '')
  const end = progress.finishedAt ? Date.parse(progress.finishedAt) : now
  const whole = Math.max(1, end - begin)
  const part = (ms: number) => Math.min(1, Math.max(0, ms / whole))
  const bar = (startedAt: string, ms: number): Bar => {
    const start = part(Date.parse(startedAt) - begin)
    return { start, length: Math.min(part(ms), 1 - start) }
  }

  return progress.steps.map((step) => {
    const record = detail?.steps.find(({ position }) => position === step.position) ?? null
    const until = step.finishedAt ? Date.parse(step.finishedAt) : isTerminal(progress.status) ? end : now
    const elapsedMs = Math.max(0, until - Date.parse(step.startedAt))
    const attempts = record?.record.attempts ?? []
    return {
      nodeId: step.nodeId,
      label: record?.record.label || labels.get(step.nodeId) || step.nodeId,
      progress: step,
      record,
      elapsedMs,
      bar: bar(step.startedAt, elapsedMs),
      attempts:
        attempts.length > 1 ? attempts.map(({ startedAt, timing }) => bar(startedAt, timing.totalMs)) : [],
    }
  })
}

/** The step to show when nobody chose one: the one that failed, else the one that ran last. */
export function defaultStep(steps: ListedStep[]): ListedStep | undefined {
  return (
    steps.findLast(({ progress }) => progress.status === 'failed' && progress.output === null) ?? steps.at(-1)
  )
}
