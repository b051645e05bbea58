'use client'

import { useQuery } from '@tanstack/react-query'
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { type KeyboardEvent, useMemo, useState } from 'react'
import { useOrganization } from '@/components/shell/organization-context'
import { announce } from '@/components/ui/announcer'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { endpointsQuery } from '@/lib/endpoints/queries'
import { flowOrder } from '@/lib/flows/graph'
import { findSteps } from '../find-steps'
import type { EditorNode } from '../flow-document'
import { stepName } from '../step-types'
import { useEditor, useEditorActions } from '../use-editor'
import { useCanvas, useCanvasStore } from './canvas-provider'
import { findInputId } from './use-open-find'
import { focusCanvas } from './use-step-focus'

/** Finds steps by what is written on them. The canvas, or the list of steps, can be used meanwhile. */
export function FindBox() {
  const open = useCanvas((state) => state.findOpen)
  return open && <OpenFindBox />
}

function OpenFindBox() {
  const canvas = useCanvasStore()
  const actions = useEditorActions()
  const [query, setQuery] = useState('')
  const [opener] = useState(() => document.activeElement)
  const find = useFind()
  const found = useMemo(() => find(query), [find, query])
  const selected = useEditor((state) =>
    state.selectedNodeIds.length === 1 ? state.selectedNodeIds[0] : undefined,
  )
  const place = found.findIndex(({ id }) => id === selected)

  function change(text: string) {
    setQuery(text)
    if (text.trim() !== '') announce(countOf(find(text), -1))
  }

  function go(direction: 1 | -1) {
    const from = place === -1 && direction === -1 ? 0 : place
    const step = found.at((from + direction) % found.length)
    if (!step) return
    actions.select([step.id])
    announce(`${stepName(step)}, ${countOf(found, found.indexOf(step))}`)
  }

  function close() {
    canvas.setState({ findOpen: false })
    if (place !== -1) focusCanvas(selected)
    else if (opener instanceof HTMLElement && opener !== document.body && opener.isConnected) opener.focus()
    else focusCanvas(undefined)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      close()
    } else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
      event.preventDefault()
      go(event.shiftKey ? -1 : 1)
    }
  }

  const none = query.trim() === '' ? 'Type what to find' : found.length === 0 ? 'No step found' : undefined
  return (
    // It has a role, which the rule doesn't know; its keys are those of the field and the buttons inside.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <search
      aria-label="Find in flow"
      onKeyDown={onKeyDown}
      className="absolute top-3 right-3 z-10 flex max-w-[calc(100%-1.5rem)] items-center gap-1 rounded-lg border border-line bg-raised p-1.5 shadow-raised"
    >
      <Input
        id={findInputId}
        aria-label="Find steps"
        placeholder="Name, key, endpoint or path"
        className="w-56 min-w-0 shrink"
        value={query}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => change(event.target.value)}
      />
      <span className="min-w-18 px-1 text-center text-xs text-muted tabular-nums">
        {query.trim() !== '' && countOf(found, place)}
      </span>
      <IconButton
        label="Previous step"
        shortcut="Shift+Enter"
        size="sm"
        disabledReason={none}
        onClick={() => go(-1)}
      >
        <ChevronUp aria-hidden />
      </IconButton>
      <IconButton label="Next step" shortcut="Enter" size="sm" disabledReason={none} onClick={() => go(1)}>
        <ChevronDown aria-hidden />
      </IconButton>
      <IconButton label="Close search" shortcut="Esc" size="sm" onClick={close}>
        <X aria-hidden />
      </IconButton>
    </search>
  )
}

function useFind(): (query: string) => EditorNode[] {
  const { slug } = useOrganization()
  const { data: endpoints } = useQuery(endpointsQuery(slug))
  const nodes = useEditor((state) => state.nodes)
  const edges = useEditor((state) => state.edges)
  return useMemo(() => {
    const ordered = flowOrder({ nodes, edges })
    const names = new Map(endpoints?.map(({ id, name }) => [id, name]))
    return (query) => findSteps(ordered, query, names)
  }, [nodes, edges, endpoints])
}

/** `2 of 5`; without a place among them only how many there are. */
function countOf(found: EditorNode[], place: number): string {
  if (found.length === 0) return 'No step'
  return place === -1 ? `${found.length} found` : `${place + 1} of ${found.length}`
}
