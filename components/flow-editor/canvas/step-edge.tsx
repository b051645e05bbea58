'use client'

import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps, getSmoothStepPath } from '@xyflow/react'
import { Plus } from 'lucide-react'
import { useTakenEdges } from '@/components/runs/use-current-run'
import { cn } from '@/lib/utils'
import { useCanvasStore } from './canvas-provider'

/** From the rim of a handle's 24 px hit area to the dot in its middle. */
const handleInset = 6

/** Half the way between steps in neighbouring columns. */
const bendDistance = 40

export type FlowEdgeView = Edge<{ name: string; editable: boolean }, 'step'>

/** A connection: dashed when it leaves an Error output; "+" in its middle puts a step into it. */
function StepEdge({ id, data, selected, sourceHandleId, ...ends }: EdgeProps<FlowEdgeView>) {
  const canvas = useCanvasStore()
  const taken = useTakenEdges()
  const [path, x, y] = getSmoothStepPath({
    ...ends,
    sourceX: ends.sourceX - handleInset,
    targetX: ends.targetX + handleInset,
    // A long connection runs level with its target, where tidying up leaves room, not behind other cards.
    centerX: ends.targetX - ends.sourceX > 2 * bendDistance ? ends.sourceX + bendDistance : undefined,
    borderRadius: 12,
    offset: 24,
  })
  const isError = sourceHandleId === 'error'
  const wasTaken = taken.has(id)

  return (
    <>
      <BaseEdge
        path={path}
        interactionWidth={24}
        style={{
          stroke: strokeOf(selected === true, wasTaken, isError),
          strokeWidth: selected || wasTaken ? 2.5 : 1.75,
          strokeDasharray: isError ? '6 5' : undefined,
          opacity: taken.size > 0 && !wasTaken ? 0.4 : 1,
        }}
      />
      {data?.editable && (
        <EdgeLabelRenderer>
          <div
            className="nodrag nopan pointer-events-auto absolute group-data-far/canvas:hidden"
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
          >
            <button
              type="button"
              tabIndex={-1}
              aria-label={`Insert step in ${data.name}`}
              onClick={(event) => {
                const { right, top } = event.currentTarget.getBoundingClientRect()
                canvas.setState({ picker: { x: right + 4, y: top, target: { type: 'edge', edgeId: id } } })
              }}
              className="group/insert grid size-6 place-items-center rounded-full"
            >
              <span
                className={cn(
                  'grid size-4 place-items-center rounded-full border border-line-strong bg-surface text-muted transition-[width,height]',
                  'group-hover/insert:size-6 group-hover/insert:border-accent group-hover/insert:bg-accent group-hover/insert:text-on-accent',
                )}
              >
                <Plus aria-hidden className="size-3" />
              </span>
            </button>
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  )
}

function strokeOf(selected: boolean, taken: boolean, isError: boolean): string {
  if (selected) return 'var(--color-accent)'
  if (isError) return 'var(--color-danger-solid)'
  return taken ? 'var(--color-success-solid)' : 'var(--color-line-strong)'
}

export const stepEdgeTypes = { step: StepEdge } as const
