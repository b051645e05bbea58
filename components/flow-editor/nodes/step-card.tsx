'use client'

import { Handle, Position } from '@xyflow/react'
import type { ReactNode } from 'react'
import { useStepStatus } from '@/components/runs/use-current-run'
import { cn } from '@/lib/utils'
import { useCanvas } from '../canvas/canvas-provider'
import { stepType } from '../step-types'
import { OutputHandle, OutputRows } from './output-handle'
import { StepDescription } from './step-description'
import { StepIcon } from './step-icon'
import { StepProblemIcon } from './step-problem-icon'
import { StepStatusChip } from './step-status-chip'

/** In pixels: the middle of the first line, so that steps side by side are joined by straight lines. */
const headerLine = 28

type StepCardProps = {
  id: string
  type: string
  name: string
  selected: boolean
  editable: boolean
  /** The second line: what the step does, in short. */
  detail?: ReactNode
  /** The third line, and part of the accessible name. */
  endpoint?: string
  outputs: readonly string[]
}

/** How every step looks on the canvas. */
export function StepCard({ id, type, name, selected, editable, detail, endpoint, outputs }: StepCardProps) {
  const { name: kind } = stepType(type)
  const status = useStepStatus(id)
  const refusal = useCanvas(({ connecting }) => connecting?.refusals.get(id))
  const isSource = useCanvas(({ connecting }) => connecting?.output.source === id)
  const wired = useCanvas(({ connecting }) => connecting !== null)
  const refused = refusal !== undefined && !isSource
  const [only, ...others] = outputs

  return (
    <div
      className={cn(
        'relative w-60 rounded-lg border bg-surface text-sm text-ink shadow-control transition-shadow',
        selected ? 'border-accent ring-1 ring-accent' : 'border-line-strong/70 hover:border-line-strong',
        status?.status === 'running' && 'border-info-line ring-2 ring-info-line',
        // Back, but not faint: what it says has to stay readable.
        status?.status === 'skipped' && 'border-dashed bg-canvas text-muted shadow-none',
        wired && !refused && !isSource && 'border-accent',
      )}
    >
      <StepDescription id={id} type={type} name={name} endpoint={endpoint} />
      <div className={cn('relative flex items-start gap-2.5 p-3', refused && 'opacity-35')}>
        {type !== 'start' && (
          <Handle
            id="in"
            type="target"
            position={Position.Left}
            isConnectable={editable}
            isConnectableStart={false}
            style={{ top: headerLine }}
            className="!size-6 !rounded-full !border-0 !bg-transparent"
          >
            <span className="pointer-events-none absolute inset-0 m-auto size-2.5 rounded-full border-2 border-line-strong bg-surface" />
          </Handle>
        )}
        <StepIcon type={type} />
        <div className="min-w-0 flex-1">
          <div className="flex items-center gap-1.5">
            <span className="min-w-0 overflow-x-clip font-medium text-ellipsis whitespace-nowrap group-data-far/canvas:translate-y-1.5 group-data-far/canvas:text-[22px]">
              {name}
            </span>
            <StepProblemIcon id={id} className="ml-auto" />
          </div>
          <div className="text-xs text-muted group-data-far/canvas:invisible">
            <div className="truncate">{detail ?? kind}</div>
            {endpoint !== undefined && <div className="mt-0.5 truncate">{endpoint}</div>}
          </div>
        </div>
        {only !== undefined && others.length === 0 && (
          <OutputHandle nodeId={id} stepName={name} handle={only} editable={editable} top={headerLine} />
        )}
      </div>
      {others.length > 0 && (
        <div className={cn(refused && 'opacity-35')}>
          <OutputRows nodeId={id} stepName={name} handles={outputs} editable={editable} />
        </div>
      )}
      {status && <StepStatusChip {...status} />}
      {refused && (
        <span className="absolute inset-x-0 -top-3 mx-auto w-fit rounded-full border border-line bg-raised px-2 py-0.5 text-xs text-ink shadow-raised">
          {refusal}
        </span>
      )}
    </div>
  )
}
