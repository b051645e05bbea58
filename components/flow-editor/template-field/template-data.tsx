import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useDeferredValue, useMemo, useRef } from 'react'
import { useCurrentRun } from '@/components/runs/use-current-run'
import { useOrganization } from '@/components/shell/organization-context'
import { type AvailableReference, availableReferences } from '@/lib/flows/references'
import type { TemplateScope } from '@/lib/flows/templates'
import { runQuery, runsQuery } from '@/lib/runs/queries'
import { isTerminal, type Run } from '@/lib/runs/schema'
import { useEditor, useFlowId } from '../use-editor'
import { runValues } from './run-values'
import { buildSuggestions, type Suggestion } from './suggestions'

/** A template field that can take a reference at its caret. */
export type InsertTarget = { label: string; insert: (reference: string) => void }

type TemplateData = {
  available: AvailableReference[]
  values: TemplateScope
  suggestions: Suggestion[]
  /** The run that `values` come from; `null` when the flow has not run. */
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
  const lastField = useRef<InsertTarget | null>(null)
  const data = useMemo(() => {
    const definition = { nodes, edges }
    const available = availableReferences(definition, nodeId)
    const values = runValues(definition, run)
    return {
      available,
      values,
      suggestions: buildSuggestions(available, values),
      run,
      isLoading,
      lastField: () => lastField.current,
      rememberField: (target: InsertTarget) => {
        lastField.current = target
      },
    }
  }, [nodes, edges, nodeId, run, isLoading])
  return <TemplateDataContext value={data}>{children}</TemplateDataContext>
}

export function useTemplateData(): TemplateData {
  const data = use(TemplateDataContext)
  if (!data) throw new Error('Template fields stand inside TemplateDataProvider.')
  return data
}

/** The run that the editor shows, else the newest one of the flow that has ended. */
function useShownOrLastRun(): { run: Run | null; isLoading: boolean } {
  const { slug } = useOrganization()
  const { detail, isLoading } = useCurrentRun()
  const runs = useInfiniteQuery({ ...runsQuery(slug, { flow: useFlowId() }), enabled: detail === null })
  const newest = runs.data?.pages[0]?.data.find(({ status }) => isTerminal(status))?.id
  const last = useQuery({ ...runQuery(slug, newest ?? ''), enabled: detail === null && newest !== undefined })
  const run = detail ?? last.data ?? null
  return { run, isLoading: run === null && (runs.isLoading || last.isLoading || isLoading) }
}
