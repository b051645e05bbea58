'use client'

import { Popover } from '@base-ui/react/popover'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type RefObject, useId, useMemo, useRef, useState } from 'react'
import { useOrganization } from '@/components/shell/organization-context'
import { popupStyles } from '@/components/ui/popup-styles'
import { endpointsQuery } from '@/lib/endpoints/queries'
import { cn } from '@/lib/utils'
import type { NewStep } from '../flow-document'
import { stepTypes } from '../step-types'
import { useEditor } from '../use-editor'
import { useCanvas, useCanvasStore } from './canvas-provider'
import type { PickTarget } from './canvas-store'
import { stepElement } from './use-step-focus'
import { useAddStep } from './use-add-step'

type Choice = { key: string; name: string; hint: string; icon: typeof stepTypes.start.icon; step: NewStep }

/** Which step to add, at the place that asked for one. */
export function StepPicker() {
  const canvas = useCanvasStore()
  const picker = useCanvas((state) => state.picker)
  const addStep = useAddStep()
  const search = useRef<HTMLInputElement>(null)
  const { x, y } = picker ?? { x: 0, y: 0 }
  const anchor = useMemo(() => ({ getBoundingClientRect: () => DOMRect.fromRect({ x, y }) }), [x, y])

  return (
    <Popover.Root open={picker !== null} onOpenChange={(open) => !open && canvas.setState({ picker: null })}>
      <Popover.Portal>
        <Popover.Positioner
          anchor={anchor}
          side="bottom"
          align="start"
          sideOffset={4}
          collisionPadding={12}
          className="z-50"
        >
          <Popover.Popup
            initialFocus={search}
            finalFocus={() => focusAfter(picker?.target)}
            aria-label="Add step"
            className={cn(popupStyles, 'flex max-h-(--available-height) w-72 flex-col overflow-hidden')}
          >
            {picker && (
              <PickerList
                target={picker.target}
                searchRef={search}
                onPick={(step) => addStep(step, picker.target)}
              />
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** Given up, the focus goes back to the step that the new one was to follow. */
function focusAfter(target: PickTarget | undefined): HTMLElement | null {
  const step = target?.type === 'after' ? stepElement(target.output.source) : null
  return step ?? document.querySelector<HTMLElement>('[data-region="canvas"]')
}

type PickerListProps = {
  target: PickTarget
  searchRef: RefObject<HTMLInputElement | null>
  onPick: (step: NewStep) => void
}

function PickerList({ target, searchRef, onPick }: PickerListProps) {
  const id = useId()
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const choices = useChoices(target, query)
  const current = choices[Math.min(active, choices.length - 1)]

  function onKeyDown(event: KeyboardEvent) {
    const last = choices.length - 1
    const moves: Record<string, number> = {
      ArrowDown: active >= last ? 0 : active + 1,
      ArrowUp: active <= 0 ? last : active - 1,
      Home: 0,
      End: last,
    }
    const next = moves[event.key]
    if (next !== undefined) {
      event.preventDefault()
      setActive(next)
      document.getElementById(`${id}-${choices[next]?.key}`)?.scrollIntoView({ block: 'nearest' })
    } else if (event.key === 'Enter' && current) {
      event.preventDefault()
      onPick(current.step)
    }
  }

  return (
    <>
      <input
        ref={searchRef}
        role="combobox"
        aria-label="Search steps and endpoints"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={current && `${id}-${current.key}`}
        aria-autocomplete="list"
        placeholder="Search steps and endpoints"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value)
          setActive(0)
        }}
        onKeyDown={onKeyDown}
        className="h-10 shrink-0 border-b border-line bg-transparent px-3 outline-none placeholder:text-muted"
      />
      <ul id={`${id}-list`} role="listbox" aria-label="Steps" className="min-h-0 flex-1 overflow-y-auto p-1">
        {choices.map((choice, index) => (
          <li
            key={choice.key}
            id={`${id}-${choice.key}`}
            role="option"
            aria-selected={choice === current}
            onPointerMove={() => setActive(index)}
            onClick={() => onPick(choice.step)}
            className={cn(
              'flex cursor-default items-start gap-2.5 rounded-md px-2 py-1.5 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0',
              choice === current && 'bg-subtle',
            )}
          >
            <choice.icon aria-hidden className="text-muted" />
            <span className="min-w-0">
              <span className="block truncate font-medium">{choice.name}</span>
              <span className="block text-xs text-muted">{choice.hint}</span>
            </span>
          </li>
        ))}
      </ul>
      {choices.length === 0 && <p className="px-3 pb-3 text-muted">No step matches “{query}”.</p>}
    </>
  )
}

function useChoices(target: PickTarget, query: string): Choice[] {
  const { slug } = useOrganization()
  const { data: endpoints = [] } = useQuery(endpointsQuery(slug))
  const hasStart = useEditor((state) => state.nodes.some((node) => node.type === 'start'))
  return useMemo(() => {
    const types = (['apiCall', 'condition', 'setVariables', 'end', 'start'] as const)
      .filter((type) => type !== 'start' || (!hasStart && target.type === 'at'))
      // An End in the middle of an edge would cut off what follows.
      .filter((type) => type !== 'end' || target.type !== 'edge')
      .map((type): Choice => ({ key: type, ...stepTypes[type], step: { type } }))
    const calls = endpoints.map((endpoint): Choice => ({
      key: endpoint.id,
      name: endpoint.name,
      hint: `API Call with this endpoint · ${endpoint.baseUrl.replace(/^https?:\/\//, '')}`,
      icon: stepTypes.apiCall.icon,
      step: { type: 'apiCall', data: { endpointId: endpoint.id } },
    }))
    const wanted = query.trim().toLowerCase()
    return [...types, ...calls].filter(({ name, hint }) => `${name} ${hint}`.toLowerCase().includes(wanted))
  }, [endpoints, hasStart, query, target.type])
}
