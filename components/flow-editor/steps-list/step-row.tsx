import { type KeyboardEvent, memo } from 'react'
import { StepStatusBadge } from '@/components/runs/run-status'
import { useStepStatus } from '@/components/runs/use-current-run'
import { isKnownNode } from '@/lib/flows/schema'
import { cn } from '@/lib/utils'
import { useCanvasStore } from '../canvas/canvas-provider'
import { useRemoveSelection } from '../canvas/use-remove-selection'
import { type EditorNode, outputsOf } from '../flow-document'
import { StepDescription, stepLabelId } from '../nodes/step-description'
import { StepIcon } from '../nodes/step-icon'
import { StepProblemIcon } from '../nodes/step-problem-icon'
import { stepName, stepType } from '../step-types'
import { useEditorActions } from '../use-editor'
import { useEndpointLabel } from '../use-endpoint-label'
import { StepBranch } from './step-branch'
import { StepRowMenu } from './step-row-menu'

type StepRowProps = {
  node: EditorNode
  selected: boolean
  editable: boolean
}

/** One step: what it is, how it did, and where it leads. Of hundreds, typing in one changes one. */
export const StepRow = memo(function StepRow({ node, selected, editable }: StepRowProps) {
  const { id } = node
  const canvas = useCanvasStore()
  const actions = useEditorActions()
  const remove = useRemoveSelection()
  const { name: kind } = stepType(node.type)
  const name = stepName(node)
  const status = useStepStatus(id)
  const call = isKnownNode(node) && node.type === 'apiCall' ? node.data : null
  const endpointName = useEndpointLabel(call?.endpointId ?? null)
  const endpoint = call ? endpointName : undefined

  function onKeyDown(event: KeyboardEvent) {
    if (!editable || (event.key !== 'Delete' && event.key !== 'Backspace')) return
    event.preventDefault()
    actions.select([id])
    remove('delete')
  }

  return (
    <li
      className={cn(
        'rounded-lg border bg-surface shadow-control',
        selected ? 'border-accent ring-1 ring-accent' : 'border-line-strong/70',
      )}
    >
      <div className="flex items-start gap-1 p-1">
        <button
          type="button"
          data-step-row={id}
          aria-labelledby={stepLabelId(id)}
          aria-current={selected}
          className="flex min-w-0 flex-1 items-start gap-2.5 rounded-md p-2 text-left hover:bg-subtle"
          onClick={() => {
            actions.select([id])
            canvas.setState({ inspectorOpen: true })
          }}
          onKeyDown={onKeyDown}
        >
          <StepDescription id={id} type={node.type} name={name} endpoint={endpoint} />
          <StepIcon type={node.type} />
          <span className="min-w-0 flex-1">
            <span className="flex items-center gap-1.5">
              <span className="min-w-0 truncate font-medium">{name}</span>
              <StepProblemIcon id={id} />
            </span>
            <span className="block truncate text-xs text-muted">
              {call ? (
                <span className="font-mono">
                  {call.method} {call.path || '/'}
                </span>
              ) : (
                kind
              )}
            </span>
            {endpoint !== undefined && <span className="block truncate text-xs text-muted">{endpoint}</span>}
          </span>
          {status && <StepStatusBadge status={status.status} plain />}
        </button>
        <StepRowMenu node={node} />
      </div>
      {outputsOf(node).length > 0 && (
        <ul aria-label={`Where ${name} leads`} className="border-t border-line px-3 py-1.5">
          {outputsOf(node).map((output) => (
            <StepBranch key={output} node={node} output={output} editable={editable} />
          ))}
        </ul>
      )}
    </li>
  )
})
