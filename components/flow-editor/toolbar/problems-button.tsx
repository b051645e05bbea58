'use client'

import { CircleCheck, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Popover } from '@/components/ui/popover'
import { ToolbarButton } from '@/components/ui/toolbar'
import { plural } from '@/lib/format'
import type { FlowProblem } from '@/lib/flows/schema'
import { cn } from '@/lib/utils'
import { useEditorProblems } from '../editor-problems'
import { findNode } from '../flow-document'
import { stepName } from '../step-types'
import { useEditor, useEditorActions } from '../use-editor'
import { useFocusField } from '../use-inspector'

/** How many things keep the flow from running, and the way to each. */
export function ProblemsButton() {
  const problems = useEditorProblems()
  const { select } = useEditorActions()
  const focusField = useFocusField()
  const [open, setOpen] = useState(false)
  const blocking = problems.some((problem) => problem.severity === 'error')
  const tone = problems.length === 0 ? 'text-muted' : blocking ? 'text-danger' : 'text-warning'

  function show({ nodeId, field }: FlowProblem) {
    setOpen(false)
    select(nodeId === null ? [] : [nodeId])
    focusField(field)
  }

  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="end"
      title={problems.length === 0 ? 'No problems' : plural(problems.length, 'problem', 'problems')}
      className="w-80"
      trigger={
        <ToolbarButton
          label={problems.length === 0 ? 'No problems' : plural(problems.length, 'problem', 'problems')}
          icon={
            problems.length === 0 ? (
              <CircleCheck aria-hidden className={tone} />
            ) : (
              <TriangleAlert aria-hidden className={tone} />
            )
          }
          text={<span className="tabular-nums">{problems.length}</span>}
          className="px-2"
        />
      }
    >
      {problems.length === 0 ? (
        <p className="text-muted">Nothing keeps this flow from running.</p>
      ) : (
        <ul className="-mx-1.5 grid gap-0.5">
          {problems.map((problem, index) => (
            <li key={`${problem.nodeId} ${problem.field} ${problem.code} ${index}`}>
              <button
                type="button"
                onClick={() => show(problem)}
                className="flex w-full items-start gap-2 rounded-md px-1.5 py-1.5 text-left hover:bg-subtle"
              >
                <TriangleAlert
                  aria-hidden
                  className={cn(
                    'mt-0.5 size-4 shrink-0',
                    problem.severity === 'error' ? 'text-danger' : 'text-warning',
                  )}
                />
                <span className="min-w-0">
                  <ProblemPlace nodeId={problem.nodeId} />
                  <span className="block break-words text-muted">
                    {problem.severity === 'warning' && 'Warning: '}
                    {problem.message}
                  </span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Popover>
  )
}

function ProblemPlace({ nodeId }: { nodeId: string | null }) {
  const name = useEditor((state) => {
    const node = nodeId === null ? undefined : findNode(state, nodeId)
    return node ? stepName(node) : 'Flow'
  })
  return <span className="block truncate font-medium">{name}</span>
}
