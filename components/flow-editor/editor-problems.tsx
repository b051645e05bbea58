'use client'

import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useDeferredValue, useMemo } from 'react'
import { useOrganization } from '@/components/shell/organization-context'
import { endpointsQuery } from '@/lib/endpoints/queries'
import { findProblems } from '@/lib/flows/problems'
import type { FlowProblem } from '@/lib/flows/schema'
import { useEditor } from './use-editor'

type Problems = { all: FlowProblem[]; byNode: ReadonlyMap<string | null, FlowProblem[]> }

const ProblemsContext = createContext<Problems>({ all: [], byNode: new Map() })

/** Judges the document as it is typed. Deferred, so that typing in a long flow never waits for it. */
export function EditorProblemsProvider({ children }: { children: ReactNode }) {
  const { slug } = useOrganization()
  const nodes = useDeferredValue(useEditor((state) => state.nodes))
  const edges = useDeferredValue(useEditor((state) => state.edges))
  const { data: endpoints = null } = useQuery(endpointsQuery(slug))
  const value = useMemo(() => {
    const all = findProblems({ nodes, edges }, { endpoints })
    const byNode = new Map<string | null, FlowProblem[]>()
    for (const problem of all) byNode.set(problem.nodeId, [...(byNode.get(problem.nodeId) ?? []), problem])
    return { all, byNode }
  }, [nodes, edges, endpoints])
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
