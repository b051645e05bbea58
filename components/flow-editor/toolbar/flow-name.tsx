'use client'

import { Toolbar } from '@base-ui/react/toolbar'
import { useRef, useState } from 'react'
import { controlStyles } from '@/components/ui/control-styles'
import { ToolbarButton } from '@/components/ui/toolbar'
import { flowLimits } from '@/lib/flows/schema'
import { cn } from '@/lib/utils'
import { useEditor, useEditorActions } from '../use-editor'
import { useReadOnly } from '../use-read-only'

/** The flow's name; a click turns it into a field. Enter keeps, Esc restores. */
export function FlowName() {
  const name = useEditor((state) => state.name)
  const readOnly = useReadOnly()
  const { setMeta } = useEditorActions()
  const [editing, setEditing] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const canceled = useRef(false)

  if (!editing) {
    return (
      <ToolbarButton
        ref={button}
        label={`Rename flow “${name}”`}
        text={<span className="truncate">{name}</span>}
        disabledReason={readOnly?.reason}
        onClick={() => {
          canceled.current = false
          setEditing(true)
        }}
        className="max-w-64 min-w-0 shrink px-1.5 font-semibold aria-disabled:opacity-100"
      />
    )
  }

  function finish(value: string) {
    const wanted = value.trim()
    if (!canceled.current && wanted !== '' && wanted !== name) setMeta({ name: wanted })
    setEditing(false)
  }

  return (
    <Toolbar.Input
      // The field replaces the button that was pressed, so it takes over its focus.
      ref={(input: HTMLInputElement | null) => input?.focus()}
      aria-label="Name of the flow"
      defaultValue={name}
      maxLength={flowLimits.name}
      spellCheck={false}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => finish(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
        event.preventDefault()
        canceled.current = event.key === 'Escape'
        finish(event.currentTarget.value)
        requestAnimationFrame(() => button.current?.focus())
      }}
      className={cn(controlStyles(), 'w-64 min-w-0 shrink px-1.5 font-semibold')}
    />
  )
}
