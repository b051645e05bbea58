import { copyText } from '@/components/ui/copy-text'
import { showToast } from '@/components/ui/toast'
import { plural } from '@/lib/format'
import { writeSteps } from '../copied-steps'
import { useEditorActions, useEditorStore } from '../use-editor'
import { sayNothingPasted, usePasteSteps } from './use-paste-steps'
import { useRemoveSelection } from './use-remove-selection'

/** Copy, cut and paste for buttons and menus, where the browser may ask for permission first. */
export function useClipboardButtons() {
  const editor = useEditorStore()
  const actions = useEditorActions()
  const pasteText = usePasteSteps()
  const remove = useRemoveSelection()

  /** @returns the ids of the steps that are on the clipboard now; none when the browser refused */
  async function copySelection(): Promise<string[]> {
    const state = editor.getState()
    const ids = state.selectedNodeIds
    return (await copyText(writeSteps(state, ids))) ? ids : []
  }

  async function copy() {
    const { length } = await copySelection()
    if (length > 0) showToast({ title: `${plural(length, 'step', 'steps')} copied` })
  }

  async function cut() {
    const ids = await copySelection()
    if (ids.length === 0) return
    // While the browser asked for permission, others may have been selected.
    actions.select(ids)
    remove('cut')
  }

  async function paste() {
    try {
      pasteText(await navigator.clipboard.readText())
    } catch {
      sayNothingPasted('The browser refused the clipboard. Choose a step and paste with the keyboard.')
    }
  }

  return { copy, cut, paste }
}
