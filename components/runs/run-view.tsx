import { useMemo } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { useEditor, useEditorActions } from '@/components/flow-editor/use-editor'
import { stepName } from '@/components/flow-editor/step-types'
import { Callout } from '@/components/ui/callout'
import { ErrorState } from '@/components/ui/error-state'
import { LoadingRegion, Skeleton } from '@/components/ui/skeleton'
import { ActionError } from '@/lib/action-result'
import type { RunError, RunProgress, RunStatus } from '@/lib/runs/schema'
import { defaultStep, listSteps } from './run-steps'
import { StepList } from './step-list'
import { StepResult } from './step-result'
import { useCurrentRun } from './use-current-run'
import { useNow } from './use-now'

/** The steps of the shown run on the left, the chosen one’s result on the right. */
export function RunView() {
  const { progress, error, retry } = useCurrentRun()
  if (progress) return <Loaded progress={progress} />
  if (error) {
    return (
      <ErrorState
        title="Couldn’t load this run"
        message={error.message}
        requestId={error instanceof ActionError ? error.body.requestId : undefined}
        onRetry={retry}
        level={3}
      />
    )
  }
  return (
    <LoadingRegion label="Loading the run…">
      <div className="flex flex-col gap-2 p-3">
        <Skeleton className="h-10 w-64" />
        <Skeleton className="h-10 w-64" />
      </div>
    </LoadingRegion>
  )
}

const skippedText = 'was skipped: the run took another way.'

function Loaded({ progress }: { progress: RunProgress }) {
  const { detail, isActive } = useCurrentRun()
  const actions = useEditorActions()
  const now = useNow(isActive)
  const names = useEditor(useShallow((state) => state.nodes.flatMap((node) => [node.id, stepName(node)])))
  const selectedIds = useEditor((state) => state.selectedNodeIds)
  const labels = useMemo(() => toPairs(names), [names])
  const steps = listSteps(progress, detail, labels, now)
  const onlySelected = selectedIds.length === 1 ? selectedIds[0] : undefined
  const skipped = onlySelected !== undefined && !steps.some(({ nodeId }) => nodeId === onlySelected)
  const shown = steps.find(({ nodeId }) => nodeId === onlySelected) ?? defaultStep(steps)

  return (
    <div className="flex min-h-0 flex-1 flex-col border-t border-line">
      {progress.error && progress.error.nodeId === null && (
        <RunEnd status={progress.status} error={progress.error} />
      )}
      <div className="grid min-h-0 flex-1 grid-rows-[minmax(0,2fr)_minmax(0,3fr)] md:grid-cols-[minmax(14rem,20rem)_1fr] md:grid-rows-1">
        <StepList
          steps={steps}
          selectedId={skipped ? undefined : shown?.nodeId}
          onSelect={(id) => actions.select([id])}
        />
        <div className="flex min-h-0 min-w-0 flex-col border-t border-line md:border-t-0 md:border-l">
          {skipped ? (
            <p className="p-4 text-sm text-muted">
              “{labels.get(onlySelected)}”{' '}
              {detail?.entry ? 'is not a part of this run.' : isActive ? 'has not run yet.' : skippedText}
            </p>
          ) : (
            shown && <StepResult key={shown.nodeId} step={shown} />
          )}
          {steps.length === 0 && !skipped && (
            <p className="p-4 text-sm text-muted">
              {isActive ? 'Waiting for the first step.' : 'No step ran.'}
            </p>
          )}
        </div>
      </div>
    </div>
  )
}

type RunEndProps = { status: RunStatus; error: RunError }

/** Why a run ended that no step brought to its end. */
function RunEnd({ status, error }: RunEndProps) {
  if (status === 'canceled') return <Callout tone="info" title="The run was canceled" className="m-3" />
  const isInterrupted = status === 'interrupted'
  return (
    <Callout
      tone={isInterrupted ? 'warning' : 'danger'}
      title={isInterrupted ? 'The run was interrupted' : 'The run failed'}
      className="m-3"
    >
      {error.message}
    </Callout>
  )
}

function toPairs(flat: string[]): Map<string, string> {
  const pairs = new Map<string, string>()
  for (let index = 0; index < flat.length; index += 2) pairs.set(flat[index] ?? '', flat[index + 1] ?? '')
  return pairs
}
