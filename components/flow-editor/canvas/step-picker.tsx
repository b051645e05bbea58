'use client'

import { Autocomplete } from '@base-ui/react/autocomplete'
import { Popover } from '@base-ui/react/popover'
import { useQuery } from '@tanstack/react-query'
import { type RefObject, useMemo, useRef } from 'react'
import { useOrganization } from '@/components/shell/organization-context'
import { popupStyles } from '@/components/ui/popup-styles'
import { endpointsQuery } from '@/lib/endpoints/queries'
import { cn } from '@/lib/utils'
import type { NewStep } from '../flow-document'
import { stepTypes } from '../step-types'
import { useEditor } from '../use-editor'
import { useCanvas, useCanvasStore } from './canvas-provider'
import type { PickTarget } from './canvas-store'
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

  // A step that was added gets the focus. Given up, it goes back to the step that the new one was to follow.
  function close() {
    const target = canvas.getState().picker?.target
    canvas.setState({ picker: null, focusNext: target?.type === 'after' ? target.output.source : null })
    if (target?.type !== 'after') document.querySelector<HTMLElement>('[data-region="canvas"]')?.focus()
  }

  return (
    <Popover.Root open={picker !== null} onOpenChange={(open) => !open && close()}>
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
            finalFocus={false}
            aria-label="Add step"
            className={cn(
              popupStyles,
              'flex max-h-[min(24rem,var(--available-height))] w-76 flex-col overflow-hidden',
            )}
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

type PickerListProps = {
  target: PickTarget
  searchRef: RefObject<HTMLInputElement | null>
  onPick: (step: NewStep) => void
}

function PickerList({ target, searchRef, onPick }: PickerListProps) {
  const choices = useChoices(target)
  return (
    <Autocomplete.Root
      inline
      open
      items={choices}
      itemToStringValue={(choice: Choice) => choice.name}
      filter={(choice: Choice, query) =>
        `${choice.name} ${choice.hint}`.toLowerCase().includes(query.trim().toLowerCase())
      }
      autoHighlight="always"
    >
      <Autocomplete.Input
        ref={searchRef}
        aria-label="Search steps and endpoints"
        placeholder="Search steps and endpoints"
        className="h-10 shrink-0 border-b border-line bg-transparent px-3 outline-none placeholder:text-muted"
      />
      <Autocomplete.Empty className="px-3 py-3 text-muted empty:hidden">No step matches.</Autocomplete.Empty>
      <Autocomplete.List aria-label="Steps" className="min-h-0 flex-1 overflow-y-auto p-1 empty:hidden">
        {(choice: Choice) => (
          <Autocomplete.Item
            key={choice.key}
            value={choice}
            onClick={() => onPick(choice.step)}
            className="flex cursor-default items-start gap-2.5 rounded-md px-2 py-1.5 outline-none data-highlighted:bg-subtle [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0"
          >
            <choice.icon aria-hidden className="text-muted" />
            <span className="min-w-0">
              <span className="block truncate font-medium">{choice.name}</span>
              <span className="block truncate text-xs text-muted">{choice.hint}</span>
            </span>
          </Autocomplete.Item>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  )
}

function useChoices(target: PickTarget): Choice[] {
  const { slug } = useOrganization()
  const { data: endpoints = [] } = useQuery(endpointsQuery(slug))
  const hasStart = useEditor((state) => state.nodes.some((node) => node.type === 'start'))
  return useMemo(() => {
    const types = (['apiCall', 'condition', 'setVariables', 'delay', 'end', 'start'] as const)
      .filter((type) => type !== 'start' || (!hasStart && target.type === 'at'))
      // An End in the middle of an edge would cut off what follows.
      .filter((type) => type !== 'end' || target.type !== 'edge')
      .map((type): Choice => ({ key: type, ...stepTypes[type], step: { type } }))
    const calls = endpoints.map((endpoint): Choice => ({
      key: endpoint.id,
      name: endpoint.name,
      hint: `API Call · ${endpoint.baseUrl.replace(/^https?:\/\//, '')}`,
      icon: stepTypes.apiCall.icon,
      step: { type: 'apiCall', data: { endpointId: endpoint.id } },
    }))
    return [...types, ...calls]
  }, [endpoints, hasStart, target.type])
}
