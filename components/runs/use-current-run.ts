import { use } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { type CurrentRun, CurrentRunContext, RunViewContext } from './current-run-provider'
import type { StepView } from './step-view'

/** The run that the editor shows, and what can be done with it. */
export function useCurrentRun(): CurrentRun {
  return inProvider(use(CurrentRunContext))
}

/** How one step did in the shown run; `null` when there is none, or it won’t get there. */
export function useStepStatus(nodeId: string): StepView | null {
  return useStore(
    inProvider(use(RunViewContext)),
    useShallow((view) => view.steps.get(nodeId) ?? null),
  )
}

/** Ids of the edges that the shown run went along. */
export function useTakenEdges(): ReadonlySet<string> {
  return useStore(inProvider(use(RunViewContext)), (view) => view.takenEdgeIds)
}

function inProvider<T>(value: T | null): T {
  if (value === null) throw new Error('Runs are shown inside CurrentRunProvider.')
  return value
}
