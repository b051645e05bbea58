'use client'

import { useReactFlow, useStore } from '@xyflow/react'
import { Maximize, Minus, Plus } from 'lucide-react'
import { ToolbarButton, ToolbarGroup } from '@/components/ui/toolbar'
import { useFormat } from '@/components/ui/use-format'
import { fitFlow } from '../canvas/fit-view'
import { useSingleKeys } from '../use-single-keys'

export function ZoomControls() {
  const flow = useReactFlow()
  const percent = Math.round(useStore(({ transform }) => transform[2]) * 100)
  const { number } = useFormat()
  const { hint } = useSingleKeys()
  return (
    <ToolbarGroup label="Zoom" className="max-[1180px]:hidden">
      <ToolbarButton
        label="Zoom out"
        icon={<Minus aria-hidden />}
        shortcut={hint('−')}
        onClick={() => void flow.zoomOut()}
      />
      <ToolbarButton
        label={`Zoom ${number(percent)} %, back to 100 %`}
        text={<span className="w-10 text-center tabular-nums">{number(percent)} %</span>}
        shortcut={hint('0')}
        onClick={() => void flow.zoomTo(1)}
        className="px-0 font-normal text-muted"
      />
      <ToolbarButton
        label="Zoom in"
        icon={<Plus aria-hidden />}
        shortcut={hint('+')}
        onClick={() => void flow.zoomIn()}
      />
      <ToolbarButton
        label="Fit flow"
        icon={<Maximize aria-hidden />}
        shortcut={hint('Shift+1')}
        onClick={() => void flow.fitView(fitFlow)}
      />
    </ToolbarGroup>
  )
}
