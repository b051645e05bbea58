'use client'

import { Handle, Position } from '@xyflow/react'
import { CircleAlert, CircleCheck, Plus, TriangleAlert, X } from 'lucide-react'
import { cn } from '@/lib/utils'
import { useCanvas, useCanvasStore } from '../canvas/canvas-provider'
import { useConnecting } from '../canvas/use-connecting'
import type { FlowEdge } from '@/lib/flows/schema'
import { outputName } from '../step-types'
import { useEditor } from '../use-editor'

const connectedByEdges = new WeakMap<FlowEdge[], Set<string>>()

/** One look at the edges per change of them, however many outputs ask. */
function isConnected(edges: FlowEdge[], source: string, sourceHandle: string): boolean {
  let connected = connectedByEdges.get(edges)
  if (!connected) {
    connected = new Set(edges.map((edge) => `${edge.source} ${edge.sourceHandle}`))
    connectedByEdges.set(edges, connected)
  }
  return connected.has(`${source} ${sourceHandle}`)
}

type OutputHandleProps = {
  nodeId: string
  stepName: string
  handle: string
  editable: boolean
  /** In pixels from the top of what it lies in; the middle unless given. */
  top?: number
}

/** Where an edge leaves a step: drag from it, or click it and then a step. Free ones offer a next step. */
export function OutputHandle({ nodeId, stepName, handle, editable, top }: OutputHandleProps) {
  const connecting = useConnecting()
  const canvas = useCanvasStore()
  const connected = useEditor((state) => isConnected(state.edges, nodeId, handle))
  const active = useCanvas(
    ({ connecting: now }) => now?.output.source === nodeId && now.output.sourceHandle === handle,
  )
  const idle = useCanvas((state) => state.connecting === null)
  const output = { source: nodeId, sourceHandle: handle }

  return (
    <>
      <Handle
        id={handle}
        type="source"
        position={Position.Right}
        isConnectable={editable}
        title={editable ? `Drag or click to connect ${outputName(handle)}` : undefined}
        onClick={(event) => {
          if (!editable) return
          event.stopPropagation()
          connecting.begin(output, 'click')
        }}
        style={{ top }}
        className="group/handle !size-6 !rounded-full !border-0 !bg-transparent"
      >
        <span
          className={cn(
            'pointer-events-none absolute inset-0 m-auto size-3 rounded-full border-2 bg-surface transition-transform',
            'group-hover/handle:scale-125 group-hover/handle:border-accent',
            handle === 'error' ? 'border-danger-solid' : 'border-line-strong',
            handle === 'error' && !connected && 'border-dashed',
            connected && (handle === 'error' ? 'bg-danger-soft' : 'bg-strong'),
            active && 'scale-125 border-solid border-accent bg-accent',
          )}
        />
      </Handle>
      {editable && !connected && idle && (
        <span
          style={{ top: top ?? '50%' }}
          className="pointer-events-none absolute left-full flex -translate-y-1/2 items-center pl-3 group-data-far/canvas:hidden max-md:hidden"
        >
          <span aria-hidden className="w-3 border-t border-dashed border-line-strong" />
          <button
            type="button"
            tabIndex={-1}
            aria-label={`Add step after ${outputName(handle)} of ${stepName}`}
            onClick={(event) => {
              event.stopPropagation()
              const { right, top } = event.currentTarget.getBoundingClientRect()
              canvas.setState({ picker: { x: right + 4, y: top, target: { type: 'after', output } } })
            }}
            className="nodrag nopan pointer-events-auto grid size-6 place-items-center rounded-full border border-line-strong bg-surface text-muted hover:border-accent hover:bg-accent hover:text-on-accent [&_svg]:size-3.5"
          >
            <Plus aria-hidden />
          </button>
        </span>
      )}
    </>
  )
}

const outputIcons: Record<string, typeof CircleCheck> = {
  success: CircleCheck,
  error: TriangleAlert,
  true: CircleCheck,
  false: X,
}

type OutputRowsProps = Omit<OutputHandleProps, 'handle' | 'top'> & { handles: readonly string[] }

/** The labelled outputs of a step that has several, one line each. */
export function OutputRows({ handles, ...props }: OutputRowsProps) {
  return (
    <ul className="border-t border-line py-0.5">
      {handles.map((handle) => {
        const Icon = outputIcons[handle] ?? CircleAlert
        return (
          <li key={handle} className="relative flex h-7 items-center justify-end pr-4 text-xs text-muted">
            <span className="flex items-center gap-1.5 group-data-far/canvas:invisible">
              {outputName(handle)}
              <Icon
                aria-hidden
                className={cn('size-3.5', { success: 'text-success', error: 'text-danger' }[handle])}
              />
            </span>
            <OutputHandle {...props} handle={handle} />
          </li>
        )
      })}
    </ul>
  )
}
