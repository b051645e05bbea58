import { CircleCheck, CornerDownRight, Plus, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { edgeFromOutput } from '@/lib/flows/graph'
import { useCanvasStore } from '../canvas/canvas-provider'
import { type EditorNode, findNode } from '../flow-document'
import { outputName, stepName } from '../step-types'
import { useEditor, useEditorActions } from '../use-editor'

type StepBranchProps = { node: EditorNode; output: string; editable: boolean }

const buttonClass =
  'inline-flex min-h-7 min-w-0 items-center gap-1 rounded-sm px-1.5 hover:bg-subtle [&_svg]:size-3.5 [&_svg]:shrink-0'

/** Where one output leads, or how to lead it on. */
export function StepBranch({ node, output, editable }: StepBranchProps) {
  const canvas = useCanvasStore()
  const actions = useEditorActions()
  const target = useEditor((state) => {
    const edge = edgeFromOutput(state, node.id, output)
    return edge && findNode(state, edge.target)
  })
  const name = outputName(output)

  return (
    <li className="flex min-w-0 items-center gap-2 text-sm text-muted">
      {icons[output] ?? <CornerDownRight aria-hidden className="size-3.5 shrink-0" />}
      <span className="w-16 shrink-0">{name}</span>
      {target ? (
        <button
          type="button"
          className={buttonClass}
          onClick={() => {
            actions.select([target.id])
            canvas.setState({ focusNext: target.id })
          }}
        >
          <span className="sr-only">{name} leads to </span>
          <span className="truncate text-ink">{stepName(target)}</span>
        </button>
      ) : editable ? (
        <button
          type="button"
          className={buttonClass}
          onClick={(event) => {
            const { left, bottom } = event.currentTarget.getBoundingClientRect()
            const after = { source: node.id, sourceHandle: output }
            canvas.setState({ picker: { x: left, y: bottom + 4, target: { type: 'after', output: after } } })
          }}
        >
          <Plus aria-hidden />
          Add step
          <span className="sr-only">
            {' '}
            after {name} of {stepName(node)}
          </span>
        </button>
      ) : (
        <span className="px-1.5">Not connected</span>
      )}
    </li>
  )
}

const icons: Record<string, ReactNode> = {
  success: <CircleCheck aria-hidden className="size-3.5 shrink-0 text-success" />,
  error: <TriangleAlert aria-hidden className="size-3.5 shrink-0 text-danger" />,
}
