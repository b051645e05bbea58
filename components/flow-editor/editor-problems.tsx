'use client'

import { createContext, type ReactNode, use, useDeferredValue, useMemo } from 'react'
import { findProblems } from '@/lib/flows/problems'
import type { FlowProblem } from '@/lib/flows/schema'
import { useEditor } from './use-editor'
import { useEndpointList } from './use-endpoint-list'

type Problems = { all: FlowProblem[]; byNode: ReadonlyMap<string | null, FlowProblem[]> }

const ProblemsContext = createContext<Problems>({ all: [], byNode: new Map() })

/** Judges the document as it is typed. Deferred, so that typing in a long flow never waits for it. */
export function EditorProblemsProvider({ children }: { children: ReactNode }) {
  const nodes = useDeferredValue(useEditor((state) => state.nodes))
  const edges = useDeferredValue(useEditor((state) => state.edges))
  const { endpoints, complete } = useEndpointList()
  const value = useMemo(() => {
    const all = findProblems({ nodes, edges }, { endpoints: complete ? endpoints : null })
    return { all, byNode: Map.groupBy(all, (problem) => problem.nodeId) }
  }, [nodes, edges, endpoints, complete])
  return <ProblemsContext value={value}>{children}</ProblemsContext>
}

/** What keeps the flow from running, in the order of its steps. */
export function useEditorProblems(): FlowProblem[] {
  return use(ProblemsContext).all
}

const none: FlowProblem[] = []

export function useStepProblems(nodeId: string): FlowProblem[] {
  return use(ProblemsContext).byNode.get(nodeId) ?? none
}
