import { progressOf } from '@/components/runs/run-progress'
import { RunStatusBadge } from '@/components/runs/run-status'
import { listSteps } from '@/components/runs/run-steps'
import { StepResult } from '@/components/runs/step-result'
import { useNow } from '@/components/runs/use-now'
import { RelativeTime } from '@/components/ui/relative-time'
import { isTerminal } from '@/lib/runs/schema'
import { useTemplateData } from '../template-field/template-data'

const noLabels = new Map<string, string>()

/** What this step did in the shown run, else in the newest one. */
export function LastRunTab({ nodeId }: { nodeId: string }) {
  const { run, isLoading } = useTemplateData()
  const now = useNow(run !== null && !isTerminal(run.status))
  if (isLoading) return <p className="p-4 text-muted">Loading…</p>
  if (!run) return <p className="p-4 text-muted">This flow has not run yet.</p>
  const steps = listSteps(progressOf(run), run, noLabels, now)
  const step = steps.find((each) => each.nodeId === nodeId)
  return (
    <>
      <p className="flex items-center gap-2 px-4 pt-3 text-muted">
        <RunStatusBadge status={run.status} plain />
        Run <RelativeTime date={run.createdAt} />
      </p>
      {step ? (
        <StepResult step={step} />
      ) : (
        <p className="p-4 text-muted">That run did not reach this step.</p>
      )}
    </>
  )
}
