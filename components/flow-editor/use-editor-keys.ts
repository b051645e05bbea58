import { useEffect } from 'react'
import { useCurrentRun } from '@/components/runs/use-current-run'
import { useRunRefusal } from '@/components/runs/use-run-refusal'
import { announce } from '@/components/ui/announcer'
import { useCanvasStore } from './canvas/canvas-provider'
import { useOpenFind } from './canvas/use-open-find'
import { useEditorActions, useSaveNow } from './use-editor'
import { useReadOnly } from './use-read-only'
import { useSingleKeys } from './use-single-keys'

/** Where keys write, and the clipboard holds text. */
export const fields = 'input, textarea, select, [contenteditable]'
/** Responses are long texts, in which the browser finds things by itself. */
const runPanel = '[data-region="run panel"]'

/** The keys that work wherever the focus is in the editor, but not in dialogs over it. */
export function useEditorKeys() {
  const actions = useEditorActions()
  const saveNow = useSaveNow()
  const canvas = useCanvasStore()
  const openFind = useOpenFind()
  const readOnly = useReadOnly() !== null
  const { isActive, start, cancel } = useCurrentRun()
  const runRefusal = useRunRefusal()
  const { on: singleKeys } = useSingleKeys()

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      const target = event.target instanceof Element ? event.target : document.body
      if (event.defaultPrevented || target.closest('[role="dialog"], [role="alertdialog"], [role="menu"]'))
        return
      const mod = event.ctrlKey || event.metaKey
      const key = event.key.toLowerCase()
      const inField = target.closest(fields) !== null
      if (mod && key === 's') {
        event.preventDefault()
        void saveNow()
      } else if (mod && key === 'enter') {
        event.preventDefault()
        // Held down it would cancel the run that it has just started.
        if (event.repeat) return
        if (isActive) cancel()
        else if (runRefusal) announce(runRefusal)
        else start()
      } else if (mod && !inField && !readOnly && (key === 'z' || key === 'y')) {
        event.preventDefault()
        if (key === 'y' || event.shiftKey) actions.redo()
        else actions.undo()
      } else if (mod && key === 'f' && !event.shiftKey && !inField && !target.closest(runPanel)) {
        event.preventDefault()
        openFind()
      } else if (key === 'f6') {
        event.preventDefault()
        focusNextRegion(event.shiftKey ? -1 : 1)
      } else if (key === '?' && singleKeys && !inField && !mod) {
        event.preventDefault()
        canvas.setState({ shortcutsOpen: true })
      }
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [actions, saveNow, canvas, readOnly, isActive, start, cancel, runRefusal, singleKeys, openFind])
}

/** Toolbar, canvas, inspector, run panel, and round again. */
function focusNextRegion(step: 1 | -1) {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(isVisible)
  const current = regions.findIndex((region) => region.contains(document.activeElement))
  const next = regions.at((current + step + (current === -1 && step === -1 ? 1 : 0)) % regions.length)
  if (!next) return
  if (next.tabIndex >= 0) next.focus()
  else [...next.querySelectorAll<HTMLElement>(controls)].find(isVisible)?.focus()
}

const controls = ':is(button:not([tabindex="-1"]), input, select, textarea, a[href]):not(:disabled)'

/** The narrow layout hides other things than the wide one. */
function isVisible(element: HTMLElement): boolean {
  return element.checkVisibility()
}
