import { createContext, type ReactNode, use, useDeferredValue, useMemo, useRef } from 'react'
import { type AvailableReference, availableReferences } from '@/lib/flows/references'
import type { TemplateScope } from '@/lib/flows/templates'
import type { Run } from '@/lib/runs/schema'
import { type Samples, useSamples } from '../samples/stored-samples'
import { useEditor, useFlowId } from '../use-editor'
import { runValues } from './run-values'
import { buildSuggestions, type Suggestion } from './suggestions'
import { useShownOrLastRun } from './use-shown-or-last-run'

/** A template field that can take a reference at its caret. */
export type InsertTarget = { label: string; insert: (reference: string) => void }

type TemplateData = {
  available: AvailableReference[]
  values: TemplateScope
  /** Of steps whose answers in `values` are such ones, by their ids. */
  samples: Samples
  suggestions: Suggestion[]
  /** The run that the other `values` come from; `null` when the flow has not run. */
  run: Run | null
  isLoading: boolean
  /** The template field that had the focus last. */
  lastField: () => InsertTarget | null
  rememberField: (target: InsertTarget) => void
}

const TemplateDataContext = createContext<TemplateData | null>(null)

/** What the templates of one step may mention, and what it stood for in the last run. */
export function TemplateDataProvider({ nodeId, children }: { nodeId: string; children: ReactNode }) {
  const nodes = useDeferredValue(useEditor((state) => state.nodes))
  const edges = useDeferredValue(useEditor((state) => state.edges))
  const { run, isLoading } = useShownOrLastRun()
  const samples = useSamples(useFlowId())
  const lastField = useRef<InsertTarget | null>(null)
  const data = useMemo(() => {
    const definition = { nodes, edges }
    const available = availableReferences(definition, nodeId)
    const values = runValues(definition, run, samples)
    return {
      available,
      values,
      samples,
      suggestions: buildSuggestions(available, values),
      run,
      isLoading,
      lastField: () => lastField.current,
      rememberField: (target: InsertTarget) => {
        lastField.current = target
      },
    }
  }, [nodes, edges, nodeId, run, samples, isLoading])
  return <TemplateDataContext value={data}>{children}</TemplateDataContext>
}

export function useTemplateData(): TemplateData {
  const data = use(TemplateDataContext)
  if (!data) throw new Error('Template fields stand inside TemplateDataProvider.')
  return data
}
