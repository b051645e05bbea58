'use client'

import { Plus } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { useHydrated } from '@/components/ui/use-hydrated'
import { stepTypes } from '../step-types'
import { useEditor } from '../use-editor'
import { useAddStep, useDefaultTarget } from './use-add-step'
import { useCanvas, useCanvasStore } from './canvas-provider'

const suggestions = ['apiCall', 'condition', 'setVariables'] as const

/** What to do first, while the flow has nothing but its Start. */
export function BlankCanvas() {
  const canvas = useCanvasStore()
  const blank = useEditor((state) => state.nodes.every((node) => node.type === 'start'))
  const picking = useCanvas((state) => state.picker !== null)
  const defaultTarget = useDefaultTarget()
  const addStep = useAddStep()
  const addFirst = useRef<HTMLButtonElement>(null)
  const hydrated = useHydrated()
  const [isArrival] = useState(hydrated)

  // What was pressed to get here is gone. A page that is loaded leaves the focus where the browser puts it.
  useEffect(() => {
    if (isArrival && document.activeElement === document.body) addFirst.current?.focus()
  }, [isArrival])

  if (!blank || picking) return null
  return (
    <div className="pointer-events-none absolute inset-x-0 top-[58%] flex flex-col items-center gap-3 px-4 text-center *:pointer-events-auto">
      <Button
        ref={addFirst}
        variant="primary"
        icon={<Plus aria-hidden />}
        onClick={(event) => {
          const { left, bottom } = event.currentTarget.getBoundingClientRect()
          canvas.setState({ picker: { x: left, y: bottom + 4, target: defaultTarget() } })
        }}
      >
        Add first step
      </Button>
      <p className="text-muted">or begin with</p>
      <div className="flex flex-wrap justify-center gap-2">
        {suggestions.map((type) => {
          const { icon: Icon, name } = stepTypes[type]
          return (
            <Button key={type} icon={<Icon aria-hidden />} onClick={() => addStep({ type }, defaultTarget())}>
              {name}
            </Button>
          )
        })}
      </div>
    </div>
  )
}
