'use client'

import { X } from 'lucide-react'
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { IconButton } from '@/components/ui/icon-button'
import { cn } from '@/lib/utils'
import { useCanvas, useCanvasStore } from './canvas/canvas-provider'
import { focusCanvas } from './canvas/use-step-focus'
import { Inspector } from './inspector/inspector'
import { useEditorStore } from './use-editor'
import { inspectorId } from './use-inspector'
import { useMediaQuery, wideQuery } from './use-media-query'

const width = { min: 360, max: 560, initial: 400, step: 20 } as const

/** A pane beside the canvas where there is room, else a sheet over it: at the right, on phones below. */
export function InspectorFrame() {
  const canvas = useCanvasStore()
  const store = useEditorStore()
  const wide = useMediaQuery(wideQuery)
  const open = useCanvas((state) => state.inspectorOpen)
  const [pixels, setPixels] = useState<number>(width.initial)

  function close() {
    canvas.setState({ inspectorOpen: false })
    const [selected] = store.getState().selectedNodeIds
    focusCanvas(selected)
  }

  return (
    // Esc inside closes it; nothing about the pane itself is pressed.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <aside
      id={inspectorId}
      aria-label="Inspector"
      data-region="inspector"
      style={wide ? { width: pixels } : undefined}
      onKeyDown={(event) => {
        const own = event.currentTarget.contains(event.target as Node)
        if (event.key === 'Escape' && own && !event.defaultPrevented) close()
      }}
      className={cn(
        'min-h-0 flex-col border-line bg-surface',
        'xl:relative xl:flex xl:w-[400px] xl:shrink-0 xl:border-l',
        'max-xl:absolute max-xl:right-0 max-xl:bottom-0 max-xl:z-20 max-xl:shadow-overlay',
        'md:max-xl:top-0 md:max-xl:w-[400px] md:max-xl:border-l',
        'max-md:left-0 max-md:h-[62%] max-md:rounded-t-xl max-md:border-t',
        open ? 'max-xl:flex' : 'max-xl:hidden',
      )}
    >
      <WidthHandle value={pixels} onValueChange={setPixels} />
      <IconButton
        label="Close inspector"
        size="sm"
        onClick={close}
        className="absolute top-1.5 right-2 z-10 xl:hidden"
      >
        <X aria-hidden />
      </IconButton>
      <div className="min-h-0 flex-1">
        <Inspector />
      </div>
    </aside>
  )
}

function WidthHandle({ value, onValueChange }: { value: number; onValueChange: (value: number) => void }) {
  const grabbed = useRef<{ x: number; value: number } | null>(null)
  const change = (next: number) => onValueChange(Math.round(Math.min(width.max, Math.max(width.min, next))))

  function onKeyDown(event: KeyboardEvent) {
    const next = {
      ArrowLeft: value + width.step,
      ArrowRight: value - width.step,
      Home: width.min,
      End: width.max,
    }[event.key]
    if (next === undefined) return
    event.preventDefault()
    change(next)
  }

  return (
    // A separator with a value is a control (WAI-ARIA 1.2), which the rule doesn't know.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an hr can't be dragged or valued
      role="separator"
      aria-label="Width of the inspector"
      aria-orientation="vertical"
      aria-valuenow={value}
      aria-valuemin={width.min}
      aria-valuemax={width.max}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="absolute inset-y-0 -left-1 z-10 w-2 cursor-col-resize touch-none hover:bg-accent-soft focus-visible:bg-accent-soft max-xl:hidden"
      onKeyDown={onKeyDown}
      onPointerDown={(event: PointerEvent<HTMLDivElement>) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        grabbed.current = { x: event.clientX, value }
      }}
      onPointerMove={(event) => {
        if (grabbed.current) change(grabbed.current.value + grabbed.current.x - event.clientX)
      }}
      onPointerUp={() => (grabbed.current = null)}
      onPointerCancel={() => (grabbed.current = null)}
    />
  )
}
