'use client'

import { Plus } from 'lucide-react'
import { type KeyboardEvent, useEffect, useMemo } from 'react'
import { Button } from '@/components/ui/button'
import { flowOrder } from '@/lib/flows/graph'
import { useDefaultTarget } from '../canvas/use-add-step'
import { useCanvas, useCanvasStore } from '../canvas/canvas-provider'
import { useClipboardKeys } from '../canvas/use-clipboard-keys'
import { useEditor, useEditorActions } from '../use-editor'
import { useReadOnly } from '../use-read-only'
import { rowElement } from './row-element'
import { StepRow } from './step-row'

/** The flow as a list, in the order in which it runs. Everything that the canvas does but moving. */
export function StepsList() {
  const canvas = useCanvasStore()
  const nodes = useEditor((state) => state.nodes)
  const edges = useEditor((state) => state.edges)
  const selected = useEditor((state) => state.selectedNodeIds)
  const ordered = useMemo(() => flowOrder({ nodes, edges }), [nodes, edges])
  const readOnly = useReadOnly()
  const actions = useEditorActions()
  const defaultTarget = useDefaultTarget()
  useClipboardKeys(readOnly === null)
  useRowFocus(ordered)
  useShownSelection(selected.length === 1 ? selected[0] : undefined)

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    // Menus and dialogs are children in React but not in the page; their keys are not the list's.
    if (!event.currentTarget.contains(event.target as Node)) return
    if (event.key === 'Escape') actions.select([])
    else if ((event.ctrlKey || event.metaKey) && event.key === 'd' && readOnly === null) {
      event.preventDefault()
      actions.duplicate(selected)
    }
  }

  return (
    // A region that takes keys, as the canvas does.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      aria-label="Steps"
      data-region="canvas"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- F6 and closed dialogs lead here
      tabIndex={0}
      onKeyDown={onKeyDown}
      className="min-h-0 min-w-0 flex-1 overflow-y-auto bg-canvas -outline-offset-2"
    >
      <div className="mx-auto flex max-w-3xl flex-col gap-3 p-3 pb-24 md:p-6">
        <ol aria-label="Steps of the flow" className="flex flex-col gap-3">
          {ordered.map((node) => (
            <StepRow
              key={node.id}
              node={node}
              selected={selected.includes(node.id)}
              editable={readOnly === null}
            />
          ))}
        </ol>
        <Button
          icon={<Plus aria-hidden />}
          disabledReason={readOnly?.reason}
          className="self-start"
          onClick={(event) => {
            const { left, bottom } = event.currentTarget.getBoundingClientRect()
            canvas.setState({ picker: { x: left, y: bottom + 4, target: defaultTarget() } })
          }}
        >
          Add step
        </Button>
      </div>
    </section>
  )
}

/** Gives a step the keyboard focus that is to have it next, once it is in the list. */
function useRowFocus(listed: readonly unknown[]) {
  const canvas = useCanvasStore()
  const next = useCanvas((state) => state.focusNext)
  useEffect(() => {
    const row = next === null ? null : rowElement(next)
    if (!row) return
    canvas.setState({ focusNext: null })
    row.focus()
  }, [next, listed, canvas])
}

/** Follows a selection that was made elsewhere, in the run panel or the list of problems. */
function useShownSelection(selected: string | undefined) {
  useEffect(() => {
    if (selected !== undefined) rowElement(selected)?.scrollIntoView({ block: 'nearest' })
  }, [selected])
}
