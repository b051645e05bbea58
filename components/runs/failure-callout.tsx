import { useAddStep } from '@/components/flow-editor/canvas/use-add-step'
import { useEditor } from '@/components/flow-editor/use-editor'
import { useReadOnly } from '@/components/flow-editor/use-read-only'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { plural } from '@/lib/format'
import type { StepRecord } from '@/lib/runs/schema'
import { callMethod } from './call-method'
import { explainFailure } from './explain-failure'
import type { ListedStep } from './run-steps'
import { useCurrentRun } from './use-current-run'

/** What failed, where, why, what to do next, and what the run did about it. */
export function FailureCallout({ step, record }: { step: ListedStep; record: StepRecord }) {
  const isInterrupted = useCurrentRun().detail?.status === 'interrupted'
  if (!record.error) return null
  const isCanceled = record.error.code === 'canceled' && !isInterrupted
  const { title, why, next } = explainFailure({
    error: record.error,
    statusCode: record.response?.statusCode ?? null,
    headers: record.response?.headers ?? null,
    endpointName: record.endpoint?.name ?? null,
    sends: record.type === 'apiCall',
    method: callMethod(record),
    isInterrupted,
    // Without a connection no request went out, and the endpoint alone knows where it was to go.
    host: hostOf(record.request?.url ?? record.endpoint?.baseUrl),
  })
  return (
    <Callout
      tone={isCanceled ? 'info' : 'danger'}
      title={title}
      className="mb-3"
      actions={record.type === 'apiCall' && <AddErrorHandling record={record} />}
    >
      <p>
        {why} {next}
      </p>
      <p className="mt-1 text-xs text-muted">
        {[
          record.attempts.length > 1 ? plural(record.attempts.length, 'attempt', 'attempts') : null,
          record.request && `${record.request.method} ${record.request.url}`,
          `Code ${record.error.code}`,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <TookOver step={step} record={record} />
    </Callout>
  )
}

function TookOver({ step, record }: { step: ListedStep; record: StepRecord }) {
  const { detail } = useCurrentRun()
  const next = detail?.steps.find(({ position }) => position === step.progress.position + 1)
  if (record.output !== 'error' || !next) return null
  return <p className="mt-1">The run left by the Error output, and “{next.record.label}” took over.</p>
}

/** Offered while nothing is connected to the step's Error output: a failing end that says why. */
function AddErrorHandling({ record }: { record: StepRecord }) {
  const readOnly = useReadOnly()
  const addStep = useAddStep()
  const isFree = useEditor(
    (state) =>
      state.nodes.some(({ id, type }) => id === record.nodeId && type === 'apiCall') &&
      !state.edges.some((edge) => edge.source === record.nodeId && edge.sourceHandle === 'error'),
  )
  if (!isFree) return null
  return (
    <Button
      size="sm"
      disabledReason={readOnly?.reason}
      onClick={() =>
        addStep(
          {
            type: 'end',
            data: {
              label: 'Failed',
              failed: true,
              output: { why: `{{ steps.${record.key}.error.message }}` },
            },
          },
          { type: 'after', output: { source: record.nodeId, sourceHandle: 'error' } },
        )
      }
    >
      Add error handling
    </Button>
  )
}

function hostOf(url: string | undefined): string | null {
  return url !== undefined && URL.canParse(url) ? new URL(url).host : null
}
